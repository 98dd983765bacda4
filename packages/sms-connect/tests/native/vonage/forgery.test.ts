import { createHash } from "node:crypto";
import { Secret, type WireRequest } from "@underclaim/runtime";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyVonage, vonageSignature } from "../../../src/native/vonage/signature.ts";
import { API_SECRET, SIGNATURE_SECRET } from "../../provider/vonage/account.ts";
import { sigOf, signedSmsWebhook } from "../../support/vonage-double.ts";
import { kit, NOW, SECONDS, SECRETS, wireOf } from "./wire.ts";

const verify = verifyVonage(kit);
const PARAMS = {
  "err-code": "3",
  "message-timestamp": "2026-01-01 12:00:00",
  messageId: "0B00000127FDBC63",
  msisdn: "447700900000",
  nonce: "ec11dd3e",
  scts: "2601011300",
  status: "failed",
  timestamp: String(SECONDS),
  to: "Underclaim",
};
const SIG = sigOf("sha256", SIGNATURE_SECRET, PARAMS);
const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };
const GENUINE = wireOf(signedSmsWebhook("sha256", SIGNATURE_SECRET, PARAMS));
const FORM = wireOf(signedSmsWebhook("sha256", SIGNATURE_SECRET, PARAMS, "form"));
const form = FORM.body.toString();

const json = (body: object): WireRequest =>
  wireOf({ headers: JSON_TYPE, body: JSON.stringify(body) });
const text = (body: string, headers: Readonly<Record<string, string>> = JSON_TYPE): WireRequest =>
  wireOf({ headers, body });
const withSig = (sig: unknown): WireRequest => json({ ...PARAMS, sig });
const changed = (over: object): WireRequest => json({ ...PARAMS, sig: SIG, ...over });
const without = (name: keyof typeof PARAMS): WireRequest => {
  const { [name]: _gone, ...rest } = PARAMS;
  return json({ ...rest, sig: SIG });
};
const resigned = (over: object): WireRequest => {
  const params = { ...PARAMS, ...over } as Record<string, string>;
  return json({ ...params, sig: sigOf("sha256", SIGNATURE_SECRET, params) });
};

const FORGERIES: Readonly<Record<string, WireRequest>> = {
  "no sig": json(PARAMS),
  "an empty sig": withSig(""),
  "a sig that is null": withSig(null),
  "a sig that is true": withSig(true),
  "a sig that is a list": withSig([SIG]),
  "its first digit changed": withSig(`${SIG.startsWith("0") ? "1" : "0"}${SIG.slice(1)}`),
  "its last digit changed": withSig(`${SIG.slice(0, -1)}${SIG.endsWith("0") ? "1" : "0"}`),
  "its last digit left out": withSig(SIG.slice(0, -1)),
  "a digit added": withSig(`${SIG}0`),
  "a space before it": withSig(` ${SIG}`),
  "the sig in base64": withSig(Buffer.from(SIG, "hex").toString("base64")),
  "a sig by another secret": withSig(sigOf("sha256", "another account's secret", PARAMS)),
  "a sig by an empty secret": withSig(sigOf("sha256", "", PARAMS)),
  "a sig by the API secret": withSig(sigOf("sha256", API_SECRET, PARAMS)),
  "a sig by the weaker MD5": withSig(sigOf("md5hash", SIGNATURE_SECRET, PARAMS)),
  "a sig by HMAC-MD5": withSig(sigOf("md5", SIGNATURE_SECRET, PARAMS)),
  "a sig by HMAC-SHA1": withSig(sigOf("sha1", SIGNATURE_SECRET, PARAMS)),
  "a sig by HMAC-SHA512": withSig(sigOf("sha512", SIGNATURE_SECRET, PARAMS)),
  "a plain SHA-256 with the secret at its end": withSig(
    createHash("sha256").update(`&to=Underclaim${SIGNATURE_SECRET}`).digest("hex"),
  ),
  "a sig under another name": json({ ...PARAMS, Sig: SIG }),
  "another status": changed({ status: "delivered" }),
  "another code": changed({ "err-code": "0" }),
  "another message": changed({ messageId: "0B00000127FDBC64" }),
  "another handset": changed({ msisdn: "447700900009" }),
  "another timestamp": changed({ timestamp: String(SECONDS + 1) }),
  "another nonce": changed({ nonce: "ec11dd3f" }),
  "a value in capitals": changed({ status: "FAILED" }),
  "a value with a space after it": changed({ status: "failed " }),
  "a parameter added": changed({ "client-ref": "smsop_1" }),
  "an empty parameter added": changed({ x: "" }),
  "a code left out": without("err-code"),
  "a nonce left out": without("nonce"),
  "the timestamp left out": without("timestamp"),
  "a timestamp that is none": resigned({ timestamp: "now" }),
  "a timestamp in milliseconds": resigned({ timestamp: String(NOW) }),
  "an empty timestamp": resigned({ timestamp: "" }),
  "a timestamp of long ago": resigned({ timestamp: String(SECONDS - 73 * 3_600 - 1) }),
  "a timestamp in the future": resigned({ timestamp: String(SECONDS + 301) }),
  "a timestamp before 1970": resigned({ timestamp: "-1" }),
  "a parameter hidden in the name of another": (() => {
    const { "err-code": code, "message-timestamp": at, ...rest } = PARAMS;
    return json({ ...rest, [`err-code=${code}&message-timestamp`]: at, sig: SIG });
  })(),
  "a parameter hidden in the name of another, as a form": (() => {
    const { "err-code": code, "message-timestamp": at, ...rest } = PARAMS;
    const hidden = { ...rest, [`err-code=${code}&message-timestamp`]: at, sig: SIG };
    return text(new URLSearchParams(hidden).toString(), FORM_TYPE);
  })(),
  "a status added to a form": text(`${form}&status=delivered`, FORM_TYPE),
  "a status before a form": text(`status=delivered&${form}`, FORM_TYPE),
  "a status doubled in a form": text(`${form}&status=failed`, FORM_TYPE),
  "a list in JSON": changed({ status: ["failed"] }),
  "an object in JSON": changed({ status: { $ne: "" } }),
  "a list of parameters": text(JSON.stringify([{ ...PARAMS, sig: SIG }])),
  "JSON that is cut off": text(GENUINE.body.toString().slice(0, -1)),
  "an empty body": text(""),
  "a form called JSON": { ...FORM, headers: JSON_TYPE },
  "JSON called a form": { ...GENUINE, headers: FORM_TYPE },
  "JSON without a content type": { ...GENUINE, headers: {} },
  "a body that is not UTF-8": { ...GENUINE, body: Buffer.concat([GENUINE.body, Buffer.of(0xff)]) },
  "an account that signs otherwise": { ...GENUINE, account: "md" },
  "no account": { ...GENUINE, account: null },
  "an account that is not there": { ...GENUINE, account: "vo2" },
  "an account of another provider": { ...GENUINE, account: "sandbox" },
};

describe("what Vonage's SMS API did not send is refused", () => {
  test("the genuine ones are not", () => {
    expect([verify(GENUINE, SECRETS), verify(FORM, SECRETS)]).toEqual([{ ok: true }, { ok: true }]);
  });

  test.each(Object.keys(FORGERIES))("%s", (name) => {
    const forged = FORGERIES[name];
    if (forged === undefined) throw new Error(name);
    expect(verify(forged, SECRETS).ok).toBe(false);
  });

  test("for a reason that tells nothing of what was compared", () => {
    for (const forged of Object.values(FORGERIES)) {
      const { reason = "" } = verify(forged, SECRETS) as { readonly reason?: string };
      for (const told of [SIG, SIGNATURE_SECRET, "447700900000"])
        expect(reason).not.toContain(told);
    }
  });

  test("without a secret nothing is verified", () => {
    expect(verify(GENUINE, []).ok).toBe(false);
    expect(verify(GENUINE, [new Secret("another")]).ok).toBe(false);
  });

  test("whatever byte of the body is changed, unless it is signed the same", () => {
    const signedAs = (body: Uint8Array): string | null => {
      try {
        const { sig, ...fields } = JSON.parse(Buffer.from(body).toString("utf8")) as Record<
          string,
          string
        >;
        return `${vonageSignature("sha256", "x", fields)}/${String(sig).toLowerCase()}`;
      } catch {
        return null;
      }
    };
    fc.assert(
      fc.property(
        fc.nat({ max: GENUINE.body.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const body = Buffer.from(GENUINE.body);
          body[at] = (body[at] ?? 0) ^ by;
          fc.pre(signedAs(body) !== signedAs(GENUINE.body));
          expect(verify({ ...GENUINE, body }, SECRETS).ok).toBe(false);
        },
      ),
      { seed: 8, numRuns: 400 },
    );
  });
});
