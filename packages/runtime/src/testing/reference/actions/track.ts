import type { AdapterActionRequest } from "@underclaim/contract";
import { z } from "zod";
import type { ActionDefinition } from "../../../definition/action.ts";
import { clientRef, own, type ReferenceNative } from "../native/types.ts";
import { send } from "./send.ts";

const Parameters = z.strictObject({ client_ref: z.string().min(1).max(200) });

const refOf = (request: AdapterActionRequest) =>
  clientRef(Parameters.parse(request.parameters).client_ref);

/** Binds a tracking context to a message that was sent outside this adapter: its receipts find the case. */
export const track: ActionDefinition<ReferenceNative> = {
  capability: {
    ...send.capability,
    action_type: "notification.register_tracking_context",
    description: "Binds a tracking context to an external reference.",
    mode: "sync",
    required_fields: ["parameters.client_ref"],
    supported_endpoint_types: [],
    preconditions: [],
    postconditions: ["later events with the reference carry this context"],
    unsupported_when: ["the reference is bound already"],
    expected_initial_events: ["notification.attempt.created"],
    possible_later_events: [],
    known_failure_modes: [],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  reads: (request) => [{ ref: refOf(request) }],
  plan: (request, snapshot, { operation }) => {
    const ref = refOf(request);
    if (snapshot.ref(ref) !== null) {
      return {
        kind: "refuse",
        error: {
          code: "reference_taken",
          message: "This client_ref is bound to another operation. Name one that is not.",
          retryable: false,
          category: "conflict",
        },
        natives: [own("reference.request.refused", operation)],
      };
    }
    return {
      kind: "accept",
      state: "completed",
      subject: `msg_${operation}`,
      natives: [own("reference.tracking.registered", operation)],
      dispatch: null,
      refs: [ref],
      guards: [{ refUnknown: ref }],
    };
  },
};
