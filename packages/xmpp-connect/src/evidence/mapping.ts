// XmppAdapterSpecification §12, §13.1, §24: native type → evidence, exhaustive. One file for each part of the channel.
import { defineMapping } from "@underclaim/contract";
import type { XmppNative } from "../native/types.ts";
import { clientWords } from "./mapping/client.ts";
import { errors } from "./mapping/errors.ts";
import { inbound } from "./mapping/inbound.ts";
import { ownActs } from "./mapping/own.ts";
import { pubsub } from "./mapping/pubsub.ts";
import { rooms } from "./mapping/rooms.ts";
import { serverAnswers } from "./mapping/server.ts";
import { standing } from "./mapping/standing.ts";
import { stream } from "./mapping/stream.ts";

export const xmppMapping = defineMapping<XmppNative>({
  ...ownActs,
  ...serverAnswers,
  ...errors,
  ...clientWords,
  ...inbound,
  ...rooms,
  ...pubsub,
  ...standing,
  ...stream,
});
