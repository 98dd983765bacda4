import { expect, test } from "vitest";
import { checkSignature, signatureOf } from "../../../src/websub/model/signature.ts";

const body = Buffer.from("<rss/>");

test.each(["sha1", "sha256", "sha384", "sha512"] as const)(
  "%s: what is signed is known again",
  (method) => {
    const header = signatureOf(method, "secret", body);
    expect(checkSignature(header, "secret", body)).toBe("signed");
    expect(checkSignature(header.toUpperCase(), "secret", body)).toBe("signed");
    expect(checkSignature(header, "other", body)).toBe("wrong");
    expect(checkSignature(header, "secret", Buffer.from("<rss />"))).toBe("wrong");
    expect(checkSignature(header.slice(0, -1), "secret", body)).toBe("wrong");
  },
);

test("the HMAC is the one of RFC 2202, test case 2", () => {
  expect(signatureOf("sha1", "Jefe", Buffer.from("what do ya want for nothing?"))).toBe(
    "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
  );
});

test.each(["", "sha256", "md5=00", "sha256=", "sha256=zz", "=00", "sha256=00; sha1=00"])(
  "%j authenticates nothing",
  (header) => {
    expect(checkSignature(header, "secret", body)).toBe("wrong");
  },
);

test("no header at all is unsigned", () => {
  expect(checkSignature(undefined, "secret", body)).toBe("unsigned");
});
