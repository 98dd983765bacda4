// https://www.twilio.com/docs/usage/webhooks/webhooks-security
import { createHash } from "node:crypto";
import { textOf, type Secret, type Verification, type WireRequest } from "@underclaim/runtime";
import { hmac, sameBytes, signedByAny } from "../signatures.ts";

const FORM = "application/x-www-form-urlencoded";

/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1 over the URL and every parameter's name and value, sorted by name; a name that
 * stands there several times has its values deduplicated and sorted.
 */
export const twilioSignature = (token: string, url: string, form: URLSearchParams): string => {
  const names = [...new Set(form.keys())].toSorted();
  const text = names.flatMap((name) =>
    [...new Set(form.getAll(name))].toSorted().map((value) => name + value),
  );
  return Buffer.from(hmac("sha1", token, url, ...text)).toString("base64");
};

/** Twilio signs the address it called: the port may stand in it or not, and our own query is sorted when it is made. */
export function verifyTwilio(wire: WireRequest, secrets: readonly Secret[]): Verification {
  const given = wire.headers["x-twilio-signature"];
  if (given === undefined || given === "") return { ok: false, reason: "no X-Twilio-Signature" };
  const form = signedForm(wire);
  if (!(form instanceof URLSearchParams)) return form;
  for (const url of addressesOf(wire.url)) {
    const verified = signedByAny(secrets, Buffer.from(given), (token) =>
      Buffer.from(twilioSignature(token, url, form)),
    );
    if (verified.ok) return verified;
  }
  return { ok: false, reason: "no valid secret made this signature" };
}

/** The parameters that the signature covers. A body of another kind is covered only by its hash in the signed address. */
function signedForm(wire: WireRequest): URLSearchParams | Extract<Verification, { ok: false }> {
  const hash = queryOf(wire.url).get("bodySHA256");
  if (hash !== null) {
    const actual = createHash("sha256").update(wire.body).digest("hex");
    return sameBytes(Buffer.from(hash), Buffer.from(actual))
      ? new URLSearchParams()
      : { ok: false, reason: "the body is not the one that was signed" };
  }
  const [type = ""] = (wire.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== FORM)
    return { ok: false, reason: "the signature does not cover a body of this kind" };
  const text = textOf(wire);
  return text === null ? { ok: false, reason: "the body is not UTF-8" } : new URLSearchParams(text);
}

const queryOf = (url: string): URLSearchParams => {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
};

const ADDRESS = /^(https?):\/\/([^/?#:]+|\[[^\]]*\])(:\d+)?((?:[/?#].*)?)$/i;
const PORTS: Readonly<Record<string, string>> = { http: ":80", https: ":443" };

/** With and without its port, as Twilio's own libraries try it. */
function addressesOf(url: string): readonly string[] {
  const [, scheme = "", host = "", given, rest = ""] = ADDRESS.exec(url) ?? [];
  if (scheme === "") return [url];
  const port = given ?? PORTS[scheme.toLowerCase()] ?? "";
  const tails = new Set([rest, sortedQuery(rest)]);
  return [...tails].flatMap((tail) => [
    `${scheme}://${host}${tail}`,
    `${scheme}://${host}${port}${tail}`,
  ]);
}

/** A proxy may have put the parameters of a query into another order. */
function sortedQuery(rest: string): string {
  const start = rest.indexOf("?");
  if (start === -1) return rest;
  return `${rest.slice(0, start)}?${rest
    .slice(start + 1)
    .split("&")
    .toSorted()
    .join("&")}`;
}
