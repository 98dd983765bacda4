import type { AdapterActionRequest, ProviderRef } from "@underclaim/contract";
import type { ActionDefinition, Operation, Plan } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../kit.ts";
import type { SmsNative } from "../native/types.ts";
import { asJson } from "../provider/command.ts";
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

/**
 * Withdraws a message that has not left, or one that its provider holds until its time (§4.2 "where technically possible
 * before dispatch"). What is on its way cannot be called back.
 */
export const cancel = (kit: SmsKit): ActionDefinition<SmsNative> => ({
  capability: {
    ...SEND_CAPABILITY,
    action_type: "notification.cancel",
    description: "Withdraws a message before it is dispatched.",
    required_fields: ["parameters.operation_id"],
    optional_fields: [],
    supported_endpoint_types: [],
    preconditions: ["the message has not been dispatched, or its provider holds it"],
    postconditions: ["the message will not be sent, or its provider has been asked not to"],
    unsupported_when: ["the message is on its way or finished"],
    expected_initial_events: ["notification.attempt.cancelled"],
    possible_later_events: ["notification.attempt.cancelled"],
    known_failure_modes: ["the provider has sent it meanwhile"],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  reads: (request) => [{ operation: operationOf(request) }],
  plan(request, snapshot, context): Plan<SmsNative> {
    const standing = snapshot.operation(operationOf(request));
    const no = (code: string, message: string): Plan<SmsNative> =>
      refuse(context.operation, {
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
    if (["scheduled", "ready", "claimed"].includes(standing.state)) {
      return {
        kind: "accept",
        state: "completed",
        subject: standing.subject,
        natives: [],
        dispatch: null,
        cancels: { operation: standing.id, fence: standing.fence },
      };
    }
    const held = heldBy(kit, standing);
    if (held === null)
      return no(
        "not_cancellable",
        `The message is ${standing.state}: it cannot be called back any more.`,
      );
    return {
      kind: "accept",
      state: "queued",
      subject: standing.subject,
      natives: [],
      dispatch: { lane: held.account, command: asJson({ kind: "cancel", ...held }) },
    };
  },
});

interface Kept {
  readonly provider_refs: readonly ProviderRef[];
}

/** The provider that took the message over and can withdraw one that it has not sent. */
function heldBy(
  { accounts }: SmsKit,
  { id, state, text }: Operation,
): { account: string; messageIds: string[]; of: string } | null {
  if (state !== "accepted") return null;
  const { provider_refs } = JSON.parse(text) as Kept;
  const ids = provider_refs.filter(({ ref_type }) => ref_type === "message_id");
  const account = accounts.find(({ account: name }) => name === ids[0]?.provider_name);
  if (account === undefined || !account.cancels) return null;
  return {
    account: account.account,
    of: id,
    messageIds: ids.map(({ ref_value }) => ref_value).toReversed(),
  };
}
