import { z } from "zod";
import { accountSettings } from "../settings.ts";

export const SandboxSettings = z.strictObject({ kind: z.literal("sandbox"), ...accountSettings });
export type SandboxSettings = z.output<typeof SandboxSettings>;
