// SmsAdapterSpecification §10: folds over what was recorded, in whatever order and however often it arrived.
import type { Assess } from "@underclaim/runtime";
import type { SmsNative } from "../native/types.ts";
import { uncertainEndpoint } from "./assess/answers.ts";
import { channelReading } from "./assess/channel.ts";
import { participantReading } from "./assess/participant.ts";
import { draftOf } from "./assess/reading.ts";

export const assessSms: Assess<SmsNative> = (natives) => {
  const channel = channelReading(natives);
  // Who answers or opens from a number that is not the participant's alone says less.
  const doubtful = channel.subclass.startsWith("success.") && uncertainEndpoint(natives) !== null;
  return {
    channel: draftOf(doubtful ? { ...channel, confidence: "low" } : channel, natives),
    participant: draftOf(participantReading(natives), natives),
  };
};
