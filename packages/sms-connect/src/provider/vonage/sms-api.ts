// https://developer.vonage.com/en/api/sms: `POST /sms/json`, a form.
import type { Instant } from "@underclaim/runtime";
import { z } from "zod";
import type { HttpAnswer, HttpRequest } from "../http.ts";
import type { SmsSubmission, Submitted } from "../port.ts";
import { vonageSubmission } from "./answers.ts";
import { answeredBadly, digits, THROTTLED_MS } from "./common.ts";
import type { VonageSettings } from "./settings.ts";

const HOST = "https://rest.nexmo.com";
/** `ttl`, in milliseconds. */
const SHORTEST_TTL = 20_000;
const LONGEST_TTL = 604_800_000;
/** A longer address is refused with status 23. */
export const LONGEST_CALLBACK = 100;

export function smsRequest(
  { to, from, body, encoding, operation, validUntil }: SmsSubmission,
  { api_key, api_secret, base_url }: VonageSettings,
  { now, callback }: { readonly now: Instant; readonly callback: string | null },
): HttpRequest {
  const ttl = validUntil === null ? null : Math.floor(validUntil - now);
  const form = new URLSearchParams({
    api_key,
    api_secret: api_secret?.current().reveal() ?? "",
    to: digits(to),
    from: digits(from),
    text: body,
    type: encoding === "ucs2" ? "unicode" : "text",
    "client-ref": operation,
    ...(ttl === null || ttl >= LONGEST_TTL ? {} : { ttl: String(Math.max(SHORTEST_TTL, ttl)) }),
    ...(callback === null || callback.length > LONGEST_CALLBACK ? {} : { callback }),
  });
  return {
    method: "POST",
    url: `${(base_url ?? HOST).replace(/\/$/, "")}/sms/json`,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: form.toString(),
  };
}

const Part = z.looseObject({
  status: z.union([z.string(), z.number()]).transform(String),
  "message-id": z.string().min(1).max(200).optional(),
});
const Answer = z.looseObject({ messages: z.array(Part).min(1) });

/** One entry for each part. A message of which any part was taken was submitted, and its other parts never arrive. */
export function smsSubmitted(answer: HttpAnswer, now: Instant): Submitted {
  if (answer.kind !== "answer" || answer.status !== 200) return answeredBadly(answer, now);
  const read = Answer.safeParse(answer.json);
  if (!read.success) return { kind: "unknown", reason: "The answer is not as documented." };
  const { messages } = read.data;
  const taken = messages.filter(({ status }) => status === "0");
  const messageIds = taken.flatMap((part) => part["message-id"] ?? []);
  const refused = messages.filter(({ status }) => status !== "0").map(({ status }) => status);
  if (taken.length > 0) {
    return messageIds.length < taken.length
      ? { kind: "unknown", reason: "The answer names no message." }
      : {
          kind: "accepted",
          messageIds,
          as: "accepted",
          nativeStatus: messages.map(({ status }) => status).join(","),
          metadata: { parts: messages.length, refused_parts: refused.length },
        };
  }
  return refusedAs(refused, now);
}

function refusedAs(statuses: readonly string[], now: Instant): Submitted {
  if (statuses.some((status) => vonageSubmission(status) === "unknown"))
    return { kind: "unknown", reason: "status 5" };
  for (const status of statuses) {
    const said = vonageSubmission(status);
    if (typeof said === "object") {
      const { rejection, retryable } = said;
      return { kind: "rejected", reason: rejection, nativeStatus: status, code: status, retryable };
    }
  }
  return { kind: "not_sent", retryAt: now + THROTTLED_MS, reason: `status ${statuses.join(",")}` };
}
