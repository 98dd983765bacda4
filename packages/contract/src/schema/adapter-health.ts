import { z } from "zod";
import { id, lines, optional, timestamp } from "./fields.ts";

const count = () => z.int().min(0);
const connection = ["healthy", "degraded", "unavailable", "unknown"] as const;
const intakePath = ["healthy", "degraded", "unavailable", "not_supported", "unknown"] as const;

/** §24: the adapter's own condition. */
export const AdapterHealth = z
  .strictObject({
    adapter_id: id("The adapter."),
    status: z
      .enum(["healthy", "degraded", "unavailable", "misconfigured", "unknown"])
      .describe("The adapter's overall condition."),
    checked_at: timestamp("When this was found."),
    provider_connectivity: z.enum(connection).describe("Whether the provider can be reached."),
    configuration_validity: z
      .enum(["valid", "invalid", "partial", "unknown"])
      .describe("Whether the configuration is usable."),
    credential_status: z
      .enum(["valid", "expired", "missing", "insufficient", "unknown"])
      .describe("Whether the provider takes the credentials."),
    webhook_status: z.enum(intakePath).describe("Whether webhooks arrive."),
    polling_status: z.enum(intakePath).describe("Whether polling works."),
    last_action_success_at: optional(
      timestamp(""),
      "The last action that succeeded, of any tenant.",
    ),
    last_event_received_at: optional(
      timestamp(""),
      "The last native event that arrived, of any tenant.",
    ),
    known_degradations: lines(
      "What currently does not work. Numbers in it (dead letters, unknown outcomes) are those of the whole service, not of one tenant.",
    ),
    metrics: z
      .strictObject({
        actions_accepted_last_24h: optional(count(), "Actions accepted in the last 24 hours."),
        actions_failed_last_24h: optional(count(), "Actions failed in the last 24 hours."),
        events_received_last_24h: optional(count(), "Native events received in the last 24 hours."),
        average_action_latency_ms: optional(count(), "Mean time from request to result, in ms."),
      })
      .describe("Counts of the last 24 hours."),
  })
  .meta({
    id: "AdapterHealth",
    description: "The adapter's own condition (AdapterInterfaceSpecification §24).",
  });
export type AdapterHealth = z.infer<typeof AdapterHealth>;
