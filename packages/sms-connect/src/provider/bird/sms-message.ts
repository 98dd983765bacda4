import { z } from "zod";
import { OPERATION_KEY } from "../../native/bird/operation-key.ts";
import type { SmsSubmission } from "../port.ts";
import type { BirdSettings } from "./settings.ts";

/** "ASCII letters, digits, underscore, and hyphen only. Maximum 64 characters." */
const TAG_VALUE = /^[A-Za-z0-9_-]{1,64}$/;

/** The tag by which a message is found again; null where the operation's name can be none. */
export const tagOf = (
  operation: string,
): { readonly name: string; readonly value: string } | null =>
  TAG_VALUE.test(operation) ? { name: OPERATION_KEY, value: operation } : null;

/** The same for the same submission, to the byte: Bird compares it where a key comes again. */
export function birdMessage(
  { to, from, body, operation }: SmsSubmission,
  category: BirdSettings["category"],
): object {
  const tag = tagOf(operation);
  return {
    to,
    from,
    text: body,
    category,
    metadata: { [OPERATION_KEY]: operation },
    ...(tag === null ? {} : { tags: [tag] }),
  };
}

export const BirdMessage = z.looseObject({
  id: z.string().min(1).max(500),
  status: z.string().min(1).max(100),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  segments: z.looseObject({ count: z.int() }).nullish(),
  last_error: z.looseObject({ code: z.string().nullish() }).nullish(),
});
export type BirdMessage = z.output<typeof BirdMessage>;

export const BirdMessages = z.looseObject({ data: z.array(BirdMessage) });
