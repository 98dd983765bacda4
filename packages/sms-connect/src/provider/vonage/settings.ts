import { z } from "zod";
import { accountSettings } from "../settings.ts";

export const VonageSettings = z.strictObject({ kind: z.literal("vonage"), ...accountSettings });
export type VonageSettings = z.output<typeof VonageSettings>;
