import { ownAct } from "@underclaim/runtime";
import type { XmppNative } from "./types.ts";

export const own = ownAct<XmppNative>;
