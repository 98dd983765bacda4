import { z } from "zod";

/** SmsAdapterSpecification §34: what kind of traffic a message is. */
export const SmsStream = z.enum([
  "transactional",
  "notification",
  "legal_or_high_assurance_notice",
  "marketing",
  "verification",
  "system_alert",
  "test",
]);
export type SmsStream = z.infer<typeof SmsStream>;
