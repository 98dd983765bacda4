import { z } from "zod";
import { accountSettings } from "../settings.ts";

export const TwilioSettings = z.strictObject({ kind: z.literal("twilio"), ...accountSettings });
export type TwilioSettings = z.output<typeof TwilioSettings>;
