import { Secret } from "@underclaim/runtime";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyVonage, vonageSignature } from "../../../src/native/vonage/signature.ts";
import { SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { sigOf, signedSmsWebhook } from "../../support/vonage-double.ts";
import { kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"] as const;
const DLR = {
  "err-code": "0",
  "message-timestamp": "2026-01-01 12:00:00",
  messageId: "0B00000127FDBC63",
  msisdn: "447700900000",
  "network-code": "23410",
  nonce: "ec11dd3e-1e7f-4db5-9467-82b02cd223b9",
  price: "0.03330000",
  scts: "2601011300",
  status: "delivered",
  timestamp: String(SECONDS),
  to: "Underclaim",
};
const verify = verifyVonage(kit);

describe("the signature of the SMS API's webhooks", () => {
  // The vectors that Vonage's own PHP and Ruby libraries are tested with.
  const INBOUND = {
    "message-timestamp": "2013-11-21 15:27:30",
    messageId: "020000001B0FE827",
    msisdn: "14843472194",
    text: "Test again",
    timestamp: "1385047698",
    to: "13239877404",
    type: "text",
  };
  test.each([
    ["md5hash", "d2e7b1dc968737c5998ad624e02f90b7"],
    ["md5", "DDEBD46008C2D4E93CCE578A332A52D5"],
    ["sha1", "27D0D05C2876C7CB1720DBCDBA4D492E1E55C09A"],
    ["sha256", "DDB8397C2B90AAC7F3882D306475C9A5058C92322EEF43C92B298B6E0FC0D330"],
    [
      "sha512",
      "E0D3C650F8C9D1A5C174D10DDDBFB003E561F59B265616208B0487C5D819481CD3C311D59CF6165ECD1139622D5BA3A256C0D763AC4A9AD9144B5A426B94FE82",
    ],
  ] as const)("by %s is the one that Vonage's libraries make", (method, sig) => {
    expect(vonageSignature(method, "my_secret_key_for_testing", INBOUND)).toBe(sig.toLowerCase());
  });

  test("replaces & and = in values, and leaves itself out", () => {
    const fields = {
      keyword: "TEST",
      "message-timestamp": "2017-04-04 22:57:47",
      messageId: "0B00000042AC53BD",
      msisdn: "14843472194",
      nonce: "929d6744-bd28-42c8-b6cf-31d5b4f43732",
      sig: "e06d9763e3fd0b9c31beb5fc2fcb011c",
      text: "Test with & and =",
      timestamp: "1491346667",
      to: "12192259404",
      type: "text",
    };
    expect(vonageSignature("md5hash", "my_secret_key_for_testing", fields)).toBe(fields.sig);
  });

  test("is the one of an independent implementation, whatever the parameters", () => {
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => text !== "sig" && text !== "__proto__");
    fc.assert(
      fc.property(
        fc.constantFrom(...METHODS),
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.dictionary(name, fc.string({ unit: "grapheme" }), { maxKeys: 8 }),
        (method, secret, params) => {
          expect(vonageSignature(method, secret, params)).toBe(
            sigOf(method, secret, params).toLowerCase(),
          );
        },
      ),
      { seed: 7 },
    );
  });
});

describe("a genuine webhook of the SMS API is verified", () => {
  test.each(["json", "form"] as const)("as %s", (as) => {
    const wire = wireOf(signedSmsWebhook("sha256", SIGNATURE_SECRET, DLR, as));
    expect(verify(wire, SECRETS)).toEqual({ ok: true });
  });

  test("by the method of its account", () => {
    const signed = signedSmsWebhook("md5hash", SIGNATURE_SECRET, DLR);
    expect(verify(wireOf(signed, { account: "md" }), SECRETS).ok).toBe(true);
    expect(verify(wireOf(signed), SECRETS).ok).toBe(false);
  });

  test.each([
    ["over http, with a port", "http://sms.example.com:80/adapter/events/provider/vonage.dlr/vo"],
    ["with a query that a proxy reordered", "https://sms.example.com/x?b=2&a=1"],
  ])("%s: the address is not signed", (_where, url) => {
    const wire = wireOf(signedSmsWebhook("sha256", SIGNATURE_SECRET, DLR), { url });
    expect(verify(wire, SECRETS).ok).toBe(true);
  });

  test("whose signature is in small letters, and whose JSON has numbers", () => {
    const { sig, ...rest } = JSON.parse(
      signedSmsWebhook("sha256", SIGNATURE_SECRET, DLR).body,
    ) as Record<string, string>;
    const body = { ...rest, timestamp: SECONDS, sig: sig?.toLowerCase() };
    const wire = wireOf({
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
    });
    expect(verify(wire, SECRETS).ok).toBe(true);
  });

  test("with an old secret while it is being rotated", () => {
    const rotated = [new Secret("new"), new Secret("old")];
    expect(verify(wireOf(signedSmsWebhook("sha256", "old", DLR)), rotated).ok).toBe(true);
    expect(verify(wireOf(signedSmsWebhook("sha256", "new", DLR)), rotated).ok).toBe(true);
  });

  test("as long as Vonage may repeat it, or as the account says", () => {
    const wire = wireOf(signedSmsWebhook("sha256", SIGNATURE_SECRET, DLR));
    const after = (ms: number, account: string) =>
      verify({ ...wire, account, receivedAt: NOW + ms }, SECRETS).ok;
    expect([after(72 * 3_600_000, "vo"), after(73 * 3_600_000 + 1, "vo")]).toEqual([true, false]);
    expect([after(300_000, "strict"), after(300_001, "strict")]).toEqual([true, false]);
    expect([after(-300_000, "vo"), after(-300_001, "vo")]).toEqual([true, false]);
  });
});
