import { z } from "zod";
import { ErrorDescriptor } from "./error-descriptor.ts";
import { EvidenceEvent } from "./evidence-event.ts";
import { freeObject, id, list, optional, reference, timestamp } from "./fields.ts";

/** §9.15: the state of the action at the adapter, never of the intended result. */
export const AdapterActionState = z
  .enum([
    "accepted",
    "rejected",
    "queued",
    "scheduled",
    "in_progress",
    "completed",
    "failed",
    "cancelled",
    "duplicate",
    "idempotency_conflict",
    "unknown",
  ])
  .meta({
    id: "AdapterActionState",
    description: "Where an action stands at the adapter (AdapterInterfaceSpecification §9.15).",
  });
export type AdapterActionState = z.infer<typeof AdapterActionState>;

/** §9.15: an accepted result is not proof that the intended result was achieved. */
export const AdapterActionResult = z
  .strictObject({
    request_id: id("The request this answers."),
    adapter_id: id("The adapter that answers."),
    accepted: z.boolean().describe("Whether the adapter accepted the request; nothing more."),
    action_state: AdapterActionState.describe("Where the action stands at the adapter."),
    adapter_operation_id: optional(id(""), "The adapter's operation, to ask about it later."),
    provider_operation_id: optional(z.string().min(1).max(1024), "The provider's operation."),
    initial_events: list(EvidenceEvent, "The evidence known when the result was given."),
    raw_response_ref: optional(reference(""), "Where the provider's raw response is kept."),
    error: optional(ErrorDescriptor, "Why the request was refused or failed."),
    received_at: timestamp("When the adapter received the request."),
    completed_at: optional(timestamp(""), "When the adapter was done with the action."),
    metadata: optional(freeObject(), "Further facts about the result."),
  })
  .meta({
    id: "AdapterActionResult",
    description:
      "The adapter's response to an action request; not proof of the intended result (AdapterInterfaceSpecification §9.15).",
  });
export type AdapterActionResult = z.infer<typeof AdapterActionResult>;
