// XmppAdapterSpecification §11: folds over what was recorded, in whatever order and however often it arrived.
import type { Assess } from "@underclaim/runtime";
import type { XmppNative, XmppStored } from "../native/types.ts";
import { bouncesIn } from "./assess/bounces.ts";
import { deliveredIn } from "./assess/came-back.ts";
import { channelReading } from "./assess/channel.ts";
import { participantReading } from "./assess/participant.ts";
import { draftOf } from "./assess/reading.ts";

export const assessXmpp: Assess<XmppNative> = (natives) => {
  const told = withoutBelied(natives);
  return {
    channel: draftOf(channelReading(told), natives),
    participant: draftOf(participantReading(told), natives),
  };
};

/** What was concluded from a marker of a later message does not stand against a bounce that nobody has revised. */
const withoutBelied = (natives: readonly XmppStored[]): readonly XmppStored[] =>
  bouncesIn(natives).length > 0 && deliveredIn(natives) === null
    ? natives.filter(({ data }) => data["cumulative"] !== true)
    : natives;
