import { z } from "zod";
import { accountSettings } from "../settings.ts";

export const BirdSettings = z.strictObject({ kind: z.literal("bird"), ...accountSettings });
export type BirdSettings = z.output<typeof BirdSettings>;
