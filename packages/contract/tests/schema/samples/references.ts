import type { z } from "zod";
import type {
  ActionContent,
  ActionLink,
  ActionSurfaceRef,
  ActorContext,
  CorrelationContext,
  EndpointRef,
  PolicyContext,
  ProviderRef,
  ResourceRef,
  SecurityContext,
  TrackingContext,
} from "@underclaim/contract";

export const providerRef: z.input<typeof ProviderRef> = {
  provider_name: "post-office",
  ref_type: "message_id",
  ref_value: "abc-123@example.net",
};

export const resourceRef: z.input<typeof ResourceRef> = {
  ref_type: "coordination_payload",
  ref_id: "payload_777",
  uri: "https://portal.example.com/payloads/777",
  version: "3",
  integrity_hash: "sha256:9f86d081884c7d659a2feaa0c55ad015",
  metadata: { pages: 2 },
};

export const endpointRef: z.input<typeof EndpointRef> = {
  endpoint_id: "endpoint_9",
  endpoint_type: "phone_number",
  value: "+491701234567",
  display_name: "Mobile",
  verified: true,
  metadata: { country: "DE" },
};

export const actionSurfaceRef: z.input<typeof ActionSurfaceRef> = {
  action_surface_id: "portal_001",
  action_surface_type: "portal",
  uri: "https://portal.example.com/cases/123",
  requires_authentication: true,
  expected_interactions: ["login", "download"],
  metadata: { language: "de" },
};

export const actionLink: z.input<typeof ActionLink> = {
  link_id: "portal_link",
  purpose: "open_action_surface",
  url: "https://portal.example.com/access/abc",
  expires_at: "2026-02-01T00:00:00Z",
  tokenized: false,
  requires_authentication: true,
};

export const actionContent: z.input<typeof ActionContent> = {
  content_ref: "content:42",
  subject: "New document available",
  body_text: "A new document is available in the portal.",
  body_html: "<p>A new document is available in the portal.</p>",
  payload_refs: [resourceRef],
  action_links: [actionLink],
  attachments: [resourceRef],
  inline_data: { reference: "2026-1" },
};

export const trackingContext: z.input<typeof TrackingContext> = {
  correlation_id: "corr_789",
  coordination_case_id: "case_123",
  participant_id: "participant_456",
  notification_id: "notif_001",
  delivery_id: "delivery_001",
  interaction_id: "interaction_001",
  payload_id: "payload_777",
  action_surface_id: "portal_001",
  external_context: [{ key: "crm_ticket", value: "T-55" }],
};

export const correlationContext: z.input<typeof CorrelationContext> = {
  correlation_id: "corr_789",
  request_id: "req_001",
  coordination_case_id: "case_123",
  participant_id: "participant_456",
  notification_id: "notif_001",
  delivery_id: "delivery_001",
  interaction_id: "interaction_001",
  payload_id: "payload_777",
  action_surface_id: "portal_001",
  adapter_operation_id: "op_001",
  provider_operation_id: "provider_op_001",
  provider_message_id: "abc-123@example.net",
  external_refs: [providerRef],
};

export const actorContext: z.input<typeof ActorContext> = {
  actor_ref: "actor_1",
  actor_type: "unknown",
  identity_strength: "low",
  authority_strength: "none",
  authenticated: false,
  delegated: false,
  provider_identity_ref: "identity_1",
  metadata: { hint: "client address" },
};

export const policyContext: z.input<typeof PolicyContext> = {
  policy_ref: "policy_7",
  payload_sensitivity: "internal",
  attributes: { retention: "P30D" },
};

export const securityContext: z.input<typeof SecurityContext> = {
  principal_ref: "engine",
  authorization_ref: "grant_3",
  attributes: { channel_binding: "mutual-tls" },
};
