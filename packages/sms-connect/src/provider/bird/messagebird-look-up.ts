import type { Instant } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsSubmission, Submitted } from "../port.ts";
import { MessageBirdMessage, msisdn, seconds, takenAs } from "./messagebird-message.ts";

/** Later nobody looks often. The list comes in pages, and only its first is read. */
const LOOKED_BACK_MS = 2 * 86_400_000;

const Listed = z.looseObject({
  items: z.array(MessageBirdMessage.extend({ reference: z.string().nullish() })),
});

/** The list cannot be asked for a reference, but every message in it names its own: what went to the same number lately. */
export const messageBirdQuery = ({ to }: SmsSubmission, now: Instant): string =>
  new URLSearchParams({
    direction: "mt",
    recipient: msisdn(to),
    from: seconds(now - LOOKED_BACK_MS),
  }).toString();

/** Null where the list does not name it, which proves nothing. */
export function foundIn(json: unknown, { operation }: SmsSubmission): Submitted | null {
  const items = Listed.safeParse(json).data?.items ?? [];
  const ours = items.filter(({ reference }) => reference === operation);
  return ours.length === 0 ? null : takenAs(ours);
}
