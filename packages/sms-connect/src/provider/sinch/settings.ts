import { z } from "zod";
import { accountSettings } from "../settings.ts";

export const SinchSettings = z.strictObject({ kind: z.literal("sinch"), ...accountSettings });
export type SinchSettings = z.output<typeof SinchSettings>;
