import { z } from "zod";
import { EndpointRef } from "./endpoint-ref.ts";
import { freeObject, lines, name, optional, timestamp } from "./fields.ts";
import { ConfidenceLevel } from "./grades.ts";

/** §9.10: a diagnostic view. It is never evidence and never makes coordination success. */
export const EndpointQuality = z
  .strictObject({
    endpoint_ref: EndpointRef.describe("The endpoint that is judged."),
    endpoint_type: name("The endpoint's type."),
    validity: z
      .enum(["valid", "invalid", "suspected_invalid", "unknown"])
      .describe("Whether the address is well-formed and assigned."),
    reachability: z
      .enum(["reachable", "unreachable", "degraded", "unknown"])
      .describe("Whether messages currently arrive at the endpoint."),
    verification_state: z
      .enum([
        "unverified",
        "syntax_validated",
        "provider_verified",
        "recently_successful",
        "failed",
        "unknown",
      ])
      .describe("How far the endpoint has been checked."),
    suppression_state: z
      .enum(["active", "suppressed", "blocked", "opted_out", "unknown"])
      .describe("Whether the adapter may send to it."),
    last_success_at: optional(timestamp(""), "The last time the endpoint accepted something."),
    last_failure_at: optional(timestamp(""), "The last time the endpoint refused or failed."),
    quality_signals: lines("The signals the judgement rests on."),
    confidence: ConfidenceLevel.describe("How sure the adapter is of the judgement."),
    adapter_specific: z
      .strictObject({
        email: optional(freeObject(), "Signals of an e-mail endpoint."),
        sms: optional(freeObject(), "Signals of a telephone endpoint."),
        rss: optional(freeObject(), "Signals of a feed endpoint."),
        xmpp: optional(freeObject(), "Signals of a JID endpoint."),
        hybridmail: optional(freeObject(), "Signals of a postal endpoint."),
        other: optional(freeObject(), "Signals of any other endpoint."),
      })
      .describe("Channel-specific quality signals."),
  })
  .meta({
    id: "EndpointQuality",
    description:
      "What the adapter knows of an endpoint's condition; diagnostic, not evidence (AdapterInterfaceSpecification §9.10).",
  });
export type EndpointQuality = z.infer<typeof EndpointQuality>;
