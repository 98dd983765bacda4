import { z } from "zod";
import { lines } from "./fields.ts";

/** §9.2: what the adapter can do, observe, and never prove. */
export const AdapterCapabilityProfile = z
  .strictObject({
    can_notify: z.boolean().describe("Can notify a participant."),
    can_publish: z.boolean().describe("Can publish to an audience."),
    can_deliver_payload: z.boolean().describe("Can deliver a payload itself."),
    can_collect_payload: z.boolean().describe("Can receive a payload from a participant."),
    can_grant_access: z.boolean().describe("Can grant access to something."),
    can_revoke_access: z.boolean().describe("Can revoke access it granted."),
    can_observe_interaction: z.boolean().describe("Can see that someone or something interacted."),
    can_observe_identity: z.boolean().describe("Can see who interacted."),
    can_observe_authority: z.boolean().describe("Can see whether the actor was entitled to act."),
    can_emit_delivery_receipts: z.boolean().describe("Can report delivery receipts."),
    can_emit_display_or_read_receipts: z.boolean().describe("Can report display or read receipts."),
    can_emit_return_or_failure_events: z.boolean().describe("Can report returns and failures."),
    can_emit_late_events: z.boolean().describe("Can report events after a final state."),
    can_cancel_after_dispatch: z.boolean().describe("Can cancel once dispatch has begun."),
    supports_webhooks: z.boolean().describe("Takes events from provider webhooks."),
    supports_polling: z.boolean().describe("Polls the provider for events."),
    supports_idempotency: z
      .enum(["native", "adapter_managed", "none", "unknown"])
      .describe("Who keeps one key from having two effects."),
    supports_endpoint_quality: z.boolean().describe("Exposes endpoint quality."),
    supports_native_status_mapping: z.boolean().describe("Publishes its native status mapping."),
    supports_golden_tests: z.boolean().describe("Publishes golden tests."),
    limitations: lines("What the adapter cannot do or never proves."),
  })
  .meta({
    id: "AdapterCapabilityProfile",
    description:
      "What the adapter can do, observe and never prove (AdapterInterfaceSpecification §9.2).",
  });
export type AdapterCapabilityProfile = z.infer<typeof AdapterCapabilityProfile>;
