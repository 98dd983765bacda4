import type { AdapterActionRequest } from "@underclaim/contract";
import { z } from "zod";
import type { ActionDefinition, Plan } from "../../../definition/action.ts";
import type { Operation } from "../../../store/port.ts";
import { own, type ReferenceNative } from "../native/types.ts";
import { send } from "./send.ts";

const Parameters = z.strictObject({ operation_id: z.string().min(1).max(256) });

const operationOf = (request: AdapterActionRequest): string =>
  Parameters.parse(request.parameters).operation_id;

/** Withdraws a message that has not left. Once it is with the provider nobody can call it back. */
export const cancel: ActionDefinition<ReferenceNative> = {
  capability: {
    ...send.capability,
    action_type: "notification.cancel",
    description: "Withdraws a message before it is dispatched.",
    mode: "sync",
    required_fields: ["parameters.operation_id"],
    supported_endpoint_types: [],
    preconditions: ["the message has not been dispatched"],
    postconditions: ["the message will not be sent"],
    unsupported_when: ["the message is with the provider or finished"],
    expected_initial_events: ["notification.attempt.cancelled"],
    possible_later_events: [],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  reads: (request) => [{ operation: operationOf(request) }],
  plan: (request, snapshot, context) => {
    const standing = snapshot.operation(operationOf(request));
    if (standing === null) return refused(context.operation, "unknown_operation", "There is none.");
    if (!isCancellable(standing)) {
      const why = `It is ${standing.state}: it cannot be called back any more.`;
      return refused(context.operation, "not_cancellable", why);
    }
    return {
      kind: "accept",
      state: "completed",
      subject: standing.subject,
      natives: [],
      dispatch: null,
      cancels: { operation: standing.id, fence: standing.fence },
    };
  },
};

const isCancellable = ({ state }: Operation): boolean =>
  ["scheduled", "ready", "claimed"].includes(state);

const refused = (operation: string, code: string, message: string): Plan<ReferenceNative> => ({
  kind: "refuse",
  error: { code, message, retryable: false, category: "conflict" },
  natives: [own("reference.request.refused", operation)],
});
