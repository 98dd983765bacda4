import type { AdapterActionRequest } from "@underclaim/contract";
import { z } from "zod";
import type { ActionDefinition, Plan, PlanContext } from "../../../definition/action.ts";
import type { Snapshot } from "../../../store/port.ts";
import type { Instant } from "../../../time-and-ids.ts";
import * as model from "../model/address.ts";
import { clientRef, own, type ReferenceNative } from "../native/types.ts";

/** No receipt by then: what became of the message is an open question. */
export const RECEIPT_WITHIN_MS = 6 * 3_600_000;

export const Sendable = z.looseObject({
  content: z.looseObject({ body_text: z.string().min(1).max(10_000) }),
  target_endpoint: z.looseObject({ endpoint_type: z.literal("reference_inbox") }),
});

export const sendReads: ActionDefinition["reads"] = (request) => [
  { doc: model.suppressionKey(model.addressId(addressOf(request))) },
];

/** Tells one person something. Refused where the address is suppressed; nothing leaves before this is committed. */
export const send: ActionDefinition<ReferenceNative> = {
  capability: {
    action_type: "notification.send",
    description: "Sends a text to one endpoint.",
    mode: "async",
    idempotency_required: true,
    required_fields: ["content.body_text", "target_endpoint"],
    optional_fields: ["expires_at"],
    supported_channels: ["reference"],
    supported_endpoint_types: ["reference_inbox"],
    preconditions: ["the endpoint is not suppressed"],
    postconditions: ["the message is queued for the provider"],
    capability_dependencies: [],
    unsupported_when: ["the endpoint is suppressed"],
    expected_initial_events: ["notification.attempt.accepted_by_adapter"],
    possible_later_events: ["notification.attempt.accepted_by_provider"],
    known_failure_modes: ["the provider's answer is lost: the outcome is unknown until a receipt"],
  },
  request: Sendable,
  reads: sendReads,
  plan: (request, snapshot, context) => planSend(request, snapshot, context, null),
};

export function planSend(
  request: AdapterActionRequest,
  snapshot: Snapshot,
  context: PlanContext,
  sendAt: Instant | null,
): Plan<ReferenceNative> {
  const { operation, now } = context;
  const address = addressOf(request);
  const person = model.addressId(address);
  const suppression = model.suppressionKey(person);
  if (snapshot.doc(suppression) !== null) return suppressed(operation);
  const scheduled = sendAt !== null && sendAt > now;
  return {
    kind: "accept",
    state: scheduled ? "scheduled" : "queued",
    subject: `msg_${operation}`,
    natives: [
      own(scheduled ? "reference.request.scheduled" : "reference.request.accepted", operation),
    ],
    dispatch: {
      lane: "reference",
      command: { to: address, text: request.content?.body_text ?? "" },
      notBefore: sendAt,
    },
    // The reference by which a receipt is found even if the provider's answer is lost.
    refs: [clientRef(operation)],
    docs: [{ put: model.conversationKey(person), text: JSON.stringify({ operation }) }],
    deadline: (sendAt ?? now) + RECEIPT_WITHIN_MS,
    // A STOP that is committed in between makes this plan read and decide again.
    guards: [{ doc: suppression, version: 0 }],
    person,
  };
}

const addressOf = (request: AdapterActionRequest): string =>
  request.target_endpoint ? model.addressOf(request.target_endpoint) : "";

const suppressed = (operation: string): Plan<ReferenceNative> => ({
  kind: "refuse",
  error: {
    code: "endpoint_suppressed",
    message: "Nothing may be sent to this endpoint: it is suppressed. Use another channel.",
    retryable: false,
    category: "validation",
  },
  natives: [
    { ...own("reference.request.suppressed", operation), metadata: { pre_existing: true } },
  ],
});
