// WebSub §7.1 "Authenticated Content Distribution", §8.1: X-Hub-Signature.
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export const SignatureMethod = z.enum(["sha1", "sha256", "sha384", "sha512"]);
export type SignatureMethod = z.infer<typeof SignatureMethod>;

/** `method=hex` over the body's bytes. */
export const signatureOf = (method: SignatureMethod, secret: string, body: Uint8Array): string =>
  `${method}=${createHmac(method, secret).update(body).digest("hex")}`;

export type Signed = "signed" | "unsigned" | "wrong";

/** Whether the header authenticates the body. Compared in constant time. */
export function checkSignature(
  header: string | undefined,
  secret: string,
  body: Uint8Array,
): Signed {
  if (header === undefined) return "unsigned";
  const [, name, hex = ""] = /^(\w+)=([0-9a-f]+)$/i.exec(header.trim()) ?? [];
  const method = SignatureMethod.safeParse(name?.toLowerCase());
  if (!method.success) return "wrong";
  const own = Buffer.from(createHmac(method.data, secret).update(body).digest("hex"));
  const theirs = Buffer.from(hex.toLowerCase());
  return own.length === theirs.length && timingSafeEqual(own, theirs) ? "signed" : "wrong";
}
