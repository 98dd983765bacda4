import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Plan } from "@underclaim/runtime";
import { z } from "zod";
import { roomTimerKey } from "../model/documents.ts";
import type { XmppNative } from "../native/types.ts";
import { refuse } from "./refuse.ts";
import { SEND_CAPABILITY } from "./send.ts";

const Parameters = z.strictObject({
  operation_id: z
    .string()
    .min(1)
    .max(256)
    .describe("The adapter_operation_id of the message to withdraw."),
});

const operationOf = ({ parameters }: AdapterActionRequest): string =>
  Parameters.parse(parameters).operation_id;

/** Withdraws a message that is queued here and has not been sent (§4.2). Nobody can call back what is with the server. */
export const cancel: ActionDefinition<XmppNative> = {
  capability: {
    ...SEND_CAPABILITY,
    action_type: "notification.cancel",
    description: "Withdraws a message before it is sent.",
    mode: "sync",
    required_fields: ["parameters.operation_id"],
    optional_fields: [],
    supported_endpoint_types: [],
    preconditions: ["the message has not been sent"],
    postconditions: ["the message will not be sent"],
    unsupported_when: ["the message is with the server or finished"],
    expected_initial_events: ["notification.attempt.cancelled"],
    possible_later_events: [],
    known_failure_modes: [],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  reads: (request) => [{ operation: operationOf(request) }],
  plan(request, snapshot, { operation }): Plan<XmppNative> {
    const standing = snapshot.operation(operationOf(request));
    const no = (code: string, message: string): Plan<XmppNative> =>
      refuse(operation, {
        refusal: "unsupported",
        code,
        message,
        category: "conflict",
        field: "parameters.operation_id",
      });
    if (standing === null)
      return no(
        "unknown_operation",
        "There is no such operation. Name the adapter_operation_id of a message.",
      );
    if (!["scheduled", "ready", "claimed"].includes(standing.state)) {
      return no(
        "not_cancellable",
        `The message is ${standing.state}: it cannot be called back any more.`,
      );
    }
    return {
      kind: "accept",
      state: "completed",
      subject: standing.subject,
      natives: [],
      dispatch: null,
      cancels: { operation: standing.id, fence: standing.fence },
      docs: [{ delete: roomTimerKey(standing.id) }],
    };
  },
};
