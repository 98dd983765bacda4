import type { SourceDefinition } from "@underclaim/runtime";
import type { SmsKit } from "../../kit.ts";
import type { SmsNative } from "../types.ts";
import { sinchSource } from "./read.ts";

/** Where our batches ask Sinch to report (`callback_url`). */
export const sinchDeliveryReport = (kit: SmsKit): SourceDefinition<SmsNative> =>
  sinchSource(kit, "sinch.delivery_report");
