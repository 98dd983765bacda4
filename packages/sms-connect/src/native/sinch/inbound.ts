import type { SourceDefinition } from "@underclaim/runtime";
import type { SmsKit } from "../../kit.ts";
import type { SmsNative } from "../types.ts";
import { sinchSource } from "./read.ts";

/** The service plan's own callback address: replies, and reports of what others have sent through it. */
export const sinchInbound = (kit: SmsKit): SourceDefinition<SmsNative> =>
  sinchSource(kit, "sinch.inbound");
