import type { Instant, Observation, Target } from "@underclaim/runtime";
import { ADAPTER_ID } from "../../adapter-id.ts";
import type { SubscriptionConfiguration } from "../configuration.ts";
import type { HubType } from "../types.ts";

type Configured = Pick<SubscriptionConfiguration, "id" | "participant_id" | "coordination_case_id">;

const topicSubject = (id: string): string => `topic:${id}`;

const targetOf = ({ id, participant_id, coordination_case_id }: Configured): Target => ({
  subject: topicSubject(id),
  method: "subscription",
  correlation: {
    correlation_id: topicSubject(id),
    coordination_case_id: coordination_case_id ?? `adapter:${ADAPTER_ID}`,
    participant_id: participant_id ?? null,
    external_refs: [{ provider_name: "websub", ref_type: "subscription", ref_value: id }],
  },
  endpoint: { endpoint_id: topicSubject(id), endpoint_type: "websub_topic" },
});

const observed = (
  configured: Configured,
  type: Extract<HubType, `subscriber.${string}`>,
  key: string,
  at: Instant,
  metadata: NonNullable<Observation["native"]["metadata"]>,
): Observation => ({
  native: {
    type,
    source: "subscriber",
    dedupeKey: JSON.stringify([configured.id, type, key]),
    evidenceKey: key,
    occurredAt: at,
    nativeType: type,
    nativeStatus: null,
    refs: [],
    observation: { source_type: "provider_webhook", source_confidence: "high" },
    endpoint: { endpoint_id: topicSubject(configured.id), endpoint_type: "websub_topic" },
    metadata: { subscription: configured.id, ...metadata },
  },
  targets: [targetOf(configured)],
});

/** The same content again is the same event: a hub that is not sure delivers twice. */
export const contentReceived = (
  configured: Configured,
  content: { readonly sha256: string; readonly bytes: number; readonly contentType: string | null },
  at: Instant,
): Observation =>
  observed(configured, "subscriber.content.received", content.sha256, at, {
    sha256: content.sha256,
    bytes: content.bytes,
    content_type: content.contentType,
  });

export const subscriptionIs = (
  configured: Configured,
  state: "active" | "denied" | "failed",
  why: string,
  at: Instant,
): Observation => observed(configured, `subscriber.subscription.${state}`, String(at), at, { why });
