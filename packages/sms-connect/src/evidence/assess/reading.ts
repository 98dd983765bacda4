import {
  assessmentDraft,
  readerOf,
  type AssessmentDraft,
  type AssessmentReading,
} from "@underclaim/runtime";
import type { SmsSubclass } from "../../model/subclasses.ts";
import type { SmsNative, SmsStored } from "../../native/types.ts";
import { smsMapping } from "../mapping.ts";
import { SUBCLASS_FACTS } from "./subclass-facts.ts";

export type Reading = AssessmentReading<SmsSubclass, SmsNative>;

export const read = readerOf<SmsSubclass, SmsNative>(smsMapping);

/** One order of readings that are equal in all that counts, so that which of them is shown hangs on nothing else. */
export function inOneOrder(a: Reading, b: Reading): number {
  const [first, second] = [a, b].map(({ subclass, signal, because, confidence }) =>
    [subclass, signal, because, confidence].join("\n"),
  );
  return (first ?? "") < (second ?? "") ? -1 : first === second ? 0 : 1;
}

export function draftOf(reading: Reading, natives: readonly SmsStored[]): AssessmentDraft {
  const { limitation, ...facts } = SUBCLASS_FACTS[reading.subclass];
  return assessmentDraft(reading, natives, {
    ...facts,
    limitations: [
      ...(limitation === undefined ? [] : [limitation]),
      "SMS events are evidence of the channel, not of the intended result.",
    ],
  });
}
