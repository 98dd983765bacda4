import { ownAct } from "@underclaim/runtime";
import type { SmsNative } from "./types.ts";

export const own = ownAct<SmsNative>;
