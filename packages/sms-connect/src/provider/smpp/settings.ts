import { z } from "zod";
import { accountSettings } from "../settings.ts";

export const SmppSettings = z.strictObject({ kind: z.literal("smpp"), ...accountSettings });
export type SmppSettings = z.output<typeof SmppSettings>;
