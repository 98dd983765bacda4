import { Duration, serviceSettings } from "@underclaim/runtime";
import { TemplateSettings } from "@underclaim/runtime/templates";
import { z } from "zod";
import { ConsentSettings } from "./configuration/consent.ts";
import { ContentSettings, LinkSettings, ReceiptSettings } from "./configuration/content.ts";
import { KeywordSet, ReplySettings } from "./configuration/keywords.ts";
import { ProviderSettings } from "./configuration/providers.ts";
import { RouteSettings } from "./configuration/routes.ts";
import { SenderSettings } from "./configuration/senders.ts";

/** What the sms-connect service is configured with. Rules between settings: `checkSms`. */
export const SmsConfiguration = z.strictObject({
  ...serviceSettings({ port: 7102, data: "data/sms-connect" }),
  providers: z
    .array(ProviderSettings)
    .default([])
    .describe("Accounts at providers. None: the sandbox, which sends nothing to anybody."),
  senders: z.array(SenderSettings).default([]).describe("Sender identities (§21)."),
  routes: z
    .array(RouteSettings)
    .default([])
    .describe("Which accounts carry what, the first that fits. None: every account, in order."),
  templates: z.array(TemplateSettings).default([]),
  consent: ConsentSettings.prefault({}),
  keywords: z
    .array(KeywordSet)
    .default([])
    .describe("Beside the built-in sets: the most specific that fits a reply decides."),
  replies: ReplySettings.prefault({}),
  receipts: ReceiptSettings.prefault({}),
  links: LinkSettings.prefault({}),
  content: ContentSettings.prefault({}),
  give_up_after: Duration.refine((ms) => ms > 0, "must be some time")
    .default(86_400_000)
    .describe(
      "A message without expires_at that could not leave (its provider is down or throttles) expires then.",
    ),
  lane_window: z
    .int()
    .min(1)
    .max(1_000)
    .default(32)
    .describe("Messages of one account under way at once."),
  lease: Duration.default(30_000).describe(
    "How long a submission may take before its outcome counts as unknown.",
  ),
});
export type SmsConfiguration = z.output<typeof SmsConfiguration>;
