import {
  assessmentDraft,
  readerOf,
  type AssessmentDraft,
  type AssessmentReading,
} from "@underclaim/runtime";
import type { XmppSubclass } from "../../model/subclasses.ts";
import type { XmppNative, XmppStored } from "../../native/types.ts";
import { xmppMapping } from "../mapping.ts";
import { scopeLimitation } from "./scope.ts";
import { SUBCLASS_FACTS } from "./subclass-facts.ts";

export type Reading = AssessmentReading<XmppSubclass, XmppNative>;

export const read = readerOf<XmppSubclass, XmppNative>(xmppMapping);

export function draftOf(reading: Reading, natives: readonly XmppStored[]): AssessmentDraft {
  const { limitation, ...facts } = SUBCLASS_FACTS[reading.subclass];
  const scope = scopeLimitation(natives, reading.signal);
  return assessmentDraft(reading, natives, {
    ...facts,
    limitations: [
      ...(limitation === undefined ? [] : [limitation]),
      ...(scope === null ? [] : [scope]),
      "XMPP events are evidence of the channel, not of the intended result.",
    ],
  });
}
