// SmsAdapterSpecification §11, §12.1, §19: native type → evidence, exhaustive. One file for each part of the channel.
import { defineMapping } from "@underclaim/contract";
import type { SmsNative } from "../native/types.ts";
import { channel } from "./mapping/channel.ts";
import { endpoint } from "./mapping/endpoint.ts";
import { inbound } from "./mapping/inbound.ts";
import { links } from "./mapping/links.ts";
import { ownActs } from "./mapping/own.ts";
import { receipts } from "./mapping/receipts.ts";
import { segments } from "./mapping/segments.ts";
import { providerAnswers } from "./mapping/submission.ts";

export const smsMapping = defineMapping<SmsNative>({
  ...ownActs,
  ...providerAnswers,
  ...receipts,
  ...segments,
  ...inbound,
  ...endpoint,
  ...links,
  ...channel,
});
