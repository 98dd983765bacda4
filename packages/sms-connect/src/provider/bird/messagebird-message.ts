import type { Instant } from "@underclaim/runtime";
import { z } from "zod";
import { unnamed } from "../http-submitted.ts";
import type { SmsSubmission, Submitted } from "../port.ts";

/** RFC 3339 without fractions of a second, as MessageBird writes it. */
export const seconds = (at: Instant): string =>
  new Date(at).toISOString().replace(/\.\d{3}Z$/, "+00:00");

/** MessageBird writes numbers without a plus sign, and compares them so. */
export const msisdn = (number: string): string => number.replace(/^\+/, "");

/** One recipient, so that everything said of the message is said of it. Without `reference` nothing is reported. */
export function messageBirdMessage(
  { to, from, fromKind, body, encoding, operation, sendAt, validUntil }: SmsSubmission,
  { now, reportUrl }: { readonly now: Instant; readonly reportUrl: string | null },
): object {
  const validity =
    validUntil === null ? null : Math.floor((validUntil - Math.max(now, sendAt ?? now)) / 1_000);
  return {
    originator: fromKind === "number" ? msisdn(from) : from,
    recipients: [msisdn(to)],
    body,
    type: "sms",
    // "auto" would decide once more what has been decided, and "plain" replaces what GSM 03.38 lacks.
    datacoding: encoding === "gsm7" ? "plain" : "unicode",
    reference: operation,
    ...(reportUrl === null ? {} : { reportUrl }),
    ...(sendAt === null ? {} : { scheduledDatetime: seconds(sendAt) }),
    ...(validity === null ? {} : { validity: Math.max(1, validity) }),
  };
}

export const MessageBirdMessage = z.looseObject({
  id: z.string().min(1).max(500),
  recipients: z
    .looseObject({ items: z.array(z.looseObject({ status: z.string().min(1) })).nullish() })
    .nullish(),
});
type MessageBirdMessage = z.output<typeof MessageBirdMessage>;

/** What MessageBird has taken, under each name that it gave it. */
export function takenAs(messages: readonly MessageBirdMessage[]): Submitted {
  const [first] = messages;
  if (first === undefined) return unnamed;
  const status = first.recipients?.items?.[0]?.status ?? "created";
  return {
    kind: "accepted",
    messageIds: messages.map(({ id }) => id),
    as: status === "scheduled" ? "scheduled" : "accepted",
    nativeStatus: status,
  };
}
