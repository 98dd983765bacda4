// WebSub §5.1 "Subscriber Sends Subscription Request": a form.
import { z } from "zod";
import { SignatureMethod } from "./signature.ts";

const MAX_SECRET_BYTES = 199;

/** What a subscriber posts. Fields that are not named here are ignored, as the Recommendation asks. */
export const SubscriptionRequest = z.object({
  "hub.callback": z.string().min(1).max(2_048).describe("The callback URL."),
  "hub.mode": z.enum(["subscribe", "unsubscribe"]),
  "hub.topic": z.string().min(1).max(2_048).describe("The topic's rel=self URL."),
  "hub.lease_seconds": z
    .string()
    .regex(/^\d{1,10}$/, "whole seconds")
    .optional(),
  "hub.secret": z
    .string()
    .min(1)
    .refine(
      (secret) => Buffer.byteLength(secret) <= MAX_SECRET_BYTES,
      "must be less than 200 bytes long",
    )
    .optional(),
  "hub.signature_method": SignatureMethod.optional().describe(
    "Not of the Recommendation: which HMAC this subscriber checks. Default: as configured.",
  ),
});

export type ReadRequest =
  | {
      readonly ok: true;
      readonly mode: "subscribe" | "unsubscribe";
      readonly callback: string;
      readonly topic: string;
      readonly leaseSeconds: number | null;
      readonly secret: string | null;
      readonly method: SignatureMethod | null;
    }
  | { readonly ok: false; readonly problems: readonly { path: string; message: string }[] };

/** Of a field that comes several times the first counts. */
export function readRequest(form: string): ReadRequest {
  const fields = new URLSearchParams(form);
  const first = Object.fromEntries([...fields].toReversed());
  const parsed = SubscriptionRequest.safeParse(first);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      path: path.join("."),
      message,
    }));
    return { ok: false, problems };
  }
  const { data } = parsed;
  return {
    ok: true,
    mode: data["hub.mode"],
    callback: data["hub.callback"],
    topic: data["hub.topic"],
    leaseSeconds:
      data["hub.lease_seconds"] === undefined ? null : Number(data["hub.lease_seconds"]),
    secret: data["hub.secret"] ?? null,
    method: data["hub.signature_method"] ?? null,
  };
}
