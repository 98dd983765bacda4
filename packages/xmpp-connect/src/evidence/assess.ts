// XmppAdapterSpecification §11: folds over what was recorded, in whatever order and however often it arrived.
import type { Assess } from "@underclaim/runtime";
import type { XmppNative } from "../native/types.ts";
import { channelReading } from "./assess/channel.ts";
import { participantReading } from "./assess/participant.ts";
import { draftOf } from "./assess/reading.ts";

export const assessXmpp: Assess<XmppNative> = (natives) => ({
  channel: draftOf(channelReading(natives), natives),
  participant: draftOf(participantReading(natives), natives),
});
