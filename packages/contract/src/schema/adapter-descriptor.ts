import { z } from "zod";
import { AdapterActionCapability } from "./adapter-action-capability.ts";
import { AdapterCapabilityProfile } from "./adapter-capability-profile.ts";
import { AdapterCostProfile } from "./adapter-cost-profile.ts";
import { AdapterEvidenceProfile } from "./adapter-evidence-profile.ts";
import { AdapterIdentityProfile } from "./adapter-identity-profile.ts";
import { AdapterLatencyProfile } from "./adapter-latency-profile.ts";
import { AdapterReliabilityProfile } from "./adapter-reliability-profile.ts";
import { AssuranceCapability } from "./assurance-capability.ts";
import { EventType } from "./event-type.ts";
import { EvidenceCeiling } from "./evidence-ceiling.ts";
import { FeatureDependency } from "./feature-dependency.ts";
import { duration, id, list, name, optional, reference } from "./fields.ts";
import { LateEventPolicy } from "./late-event-policy.ts";

/** The adapter types §7 recommends; the list is descriptive and open. */
export const ADAPTER_TYPES = [
  "notification",
  "communication",
  "publication",
  "access",
  "delivery",
  "interaction",
  "identity",
  "authority",
  "payment",
  "signature",
  "document",
  "archive",
  "crm",
  "erp",
  "webhook",
  "feed",
  "system",
  "manual",
] as const;

/**
 * §9.1. Required is what the section's list of required fields names; `deployment_mode` and
 * `feature_dependencies` are not on it.
 */
export const AdapterDescriptor = z
  .strictObject({
    adapter_id: id("The running adapter, such as rss-connect.default."),
    adapter_name: name("The adapter's name."),
    adapter_version: name("The adapter's own version."),
    adapter_contract_version: z
      .string()
      .regex(/^[0-9]+\.[0-9]+$/)
      .describe("The version of the contract the adapter implements, such as 1.1."),
    adapter_types: z.array(name("")).describe("What kinds of adapter it is; descriptive."),
    provider_family: optional(name(""), "The family of providers it talks to."),
    provider_name: optional(name(""), "The provider it is configured for."),
    deployment_mode: optional(
      z.enum(["embedded", "sidecar", "external", "unknown"]),
      "How it runs beside the engine (§26).",
    ),
    capability_profile: AdapterCapabilityProfile.describe(
      "What it can do, observe and never prove.",
    ),
    supported_actions: z.array(AdapterActionCapability).describe("The actions it performs."),
    emitted_event_types: z.array(EventType).describe("Every event type it may emit, and no other."),
    supported_channels: z.array(name("")).describe("The channels it serves."),
    supported_endpoint_types: z.array(name("")).describe("The endpoint types it can address."),
    evidence_profile: AdapterEvidenceProfile.describe("A summary of the evidence to expect."),
    evidence_ceiling: EvidenceCeiling.describe("The strongest evidence it can provide."),
    assurance_capability: AssuranceCapability.describe("The assurance it can offer."),
    identity_profile: AdapterIdentityProfile.describe("How well it establishes who acted."),
    late_event_policy: LateEventPolicy.describe("How it treats late events."),
    feature_dependencies: list(FeatureDependency, "What certain events depend on."),
    latency_profile: optional(AdapterLatencyProfile, "How long things take."),
    cost_profile: optional(AdapterCostProfile, "What drives cost."),
    reliability_profile: optional(AdapterReliabilityProfile, "What is guaranteed across failures."),
    configuration_schema_ref: optional(reference(""), "Where its configuration schema is found."),
    native_status_mapping_ref: optional(reference(""), "Where its mapping table is found."),
    golden_tests_ref: optional(reference(""), "Where its golden tests are found."),
    health_endpoint_ref: optional(reference(""), "Where its health is found."),
    documentation_ref: optional(reference(""), "Where its documentation is found."),
    limitations: z.array(z.string().min(1)).describe("What it cannot do or never proves."),
    conformance_level: optional(
      z.int().min(0).max(4),
      "Additive to 1.1: the conformance level of §29 it claims, 0 to 4.",
    ),
    idempotency_retention: optional(
      duration(""),
      "Additive to 1.1: how long an idempotency key is remembered.",
    ),
  })
  .meta({
    id: "AdapterDescriptor",
    description:
      "Identity, capabilities, event support and limits of an adapter (AdapterInterfaceSpecification §9.1).",
  });
export type AdapterDescriptor = z.infer<typeof AdapterDescriptor>;
