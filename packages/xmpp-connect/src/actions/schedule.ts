import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import type { XmppNative } from "../native/types.ts";
import { ScheduleParameters, Sendable } from "./parameters.ts";
import { refuse } from "./refuse.ts";
import { planSend, SEND_CAPABILITY, sendReads } from "./send.ts";

const parametersOf = ({ parameters }: AdapterActionRequest): ScheduleParameters =>
  ScheduleParameters.parse(parameters ?? {});

/** The same as send, later. XMPP holds nothing back: the adapter waits. */
export const schedule = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: {
    ...SEND_CAPABILITY,
    action_type: "notification.schedule",
    description: "Sends one message to one JID at a given time.",
    mode: "scheduled",
    required_fields: [...SEND_CAPABILITY.required_fields, "parameters.send_at"],
    expected_initial_events: [
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.scheduled",
    ],
  },
  request: Sendable,
  parameters: ScheduleParameters,
  reads: (request, _known, { tenant }) => sendReads(kit, request, parametersOf(request), tenant),
  plan(request, snapshot, context) {
    const { send_at, ...parameters } = parametersOf(request);
    const sendAt = Date.parse(send_at);
    return sendAt <= context.now
      ? refuse(context.operation, {
          refusal: "unsupported",
          code: "send_at_in_the_past",
          message:
            "parameters.send_at lies in the past: nothing was done. Name a later time, or use notification.send.",
          field: "parameters.send_at",
        })
      : planSend(kit, request, parameters, snapshot, context, sendAt);
  },
});
