import { Secret, type WireRequest } from "@underclaim/runtime";
import { referenceConnect, signatureHeaders } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";

const NOW = Date.UTC(2026, 0, 1, 12);
const secret = new Secret("right");
const older = new Secret("older");
const body = JSON.stringify({ event_id: "e1", message_id: "m1", status: "delivered" });
const signed = (over: Partial<WireRequest> = {}, by = secret, at = NOW): WireRequest => ({
  headers: signatureHeaders(body, by, at),
  body: Buffer.from(body),
  url: "",
  account: null,
  receivedAt: NOW,
  ...over,
});
const verify = (wire: WireRequest, secrets = [secret, older]) =>
  referenceConnect.sources["reference.status"]?.verify?.(wire, secrets).ok;

describe("a signature", () => {
  test("of any secret that is valid now is taken, so that secrets can be rotated", () => {
    expect(verify(signed())).toBe(true);
    expect(verify(signed({}, older))).toBe(true);
  });

  test("of a secret that is valid no more is not", () => {
    expect(verify(signed({}, older), [secret])).toBe(false);
    expect(verify(signed(), [])).toBe(false);
  });

  test.each([-300_000, 0, 300_000])("%i ms away from now is taken", (off) => {
    expect(verify(signed({}, secret, NOW + off))).toBe(true);
  });

  test.each([-301_000, 301_000])("%i ms away from now may be a replay", (off) => {
    expect(verify(signed({}, secret, NOW + off))).toBe(false);
  });

  test("covers the bytes as they came, whether they are text or not", () => {
    const bytes = Buffer.of(0x7b, 0xe9, 0xff, 0x00, 0x7d);
    expect(verify(signed({ body: bytes, headers: signatureHeaders(bytes, secret, NOW) }))).toBe(
      true,
    );
    const replaced = Buffer.from(bytes.toString());
    expect(verify(signed({ body: replaced, headers: signatureHeaders(bytes, secret, NOW) }))).toBe(
      false,
    );
  });

  test("breaks with any byte of the body", () => {
    for (let at = 0; at < body.length; at += 1) {
      const forged =
        body.slice(0, at) + String.fromCharCode(body.charCodeAt(at) ^ 1) + body.slice(at + 1);
      expect(verify(signed({ body: Buffer.from(forged) }))).toBe(false);
    }
    expect(verify(signed({ body: Buffer.from(` ${body}`) }))).toBe(false);
    expect(
      verify(signed({ body: Buffer.from(JSON.stringify({ ...JSON.parse(body), x: 1 })) })),
    ).toBe(false);
  });

  test.each([
    ["no headers", {}],
    ["no signature", { "x-reference-timestamp": String(NOW / 1000) }],
    [
      "no timestamp",
      {
        "x-reference-signature": signatureHeaders(body, secret, NOW)["x-reference-signature"] ?? "",
      },
    ],
    [
      "another timestamp",
      { ...signatureHeaders(body, secret, NOW), "x-reference-timestamp": String(NOW / 1000 + 1) },
    ],
    [
      "a timestamp that is no number",
      { ...signatureHeaders(body, secret, NOW), "x-reference-timestamp": "1e9" },
    ],
    ["a cut signature", { ...signatureHeaders(body, secret, NOW), "x-reference-signature": "00" }],
  ])("with %s is refused", (_, headers) => {
    expect(verify(signed({ headers }))).toBe(false);
  });
});
