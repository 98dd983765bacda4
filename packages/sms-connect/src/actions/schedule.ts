import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import type { SmsNative } from "../native/types.ts";
import { refuse } from "./refuse.ts";
import { preparationReads } from "./prepare.ts";
import { planSend, SEND_CAPABILITY, type Timing } from "./send.ts";
import { ScheduleParameters, Sendable } from "./send-parameters.ts";

const parametersOf = ({ parameters }: AdapterActionRequest): ScheduleParameters =>
  ScheduleParameters.parse(parameters ?? {});

/** The same as send, later. The adapter waits, or a provider that offers it. */
export const schedule = (kit: SmsKit): ActionDefinition<SmsNative> => ({
  capability: {
    ...SEND_CAPABILITY,
    action_type: "notification.schedule",
    description: "Sends one SMS to one number at a given time.",
    mode: "scheduled",
    required_fields: [...SEND_CAPABILITY.required_fields, "parameters.send_at"],
    optional_fields: [...SEND_CAPABILITY.optional_fields, "parameters.held_by"],
    expected_initial_events: [
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.scheduled",
    ],
  },
  request: Sendable,
  parameters: ScheduleParameters,
  reads: (request) => preparationReads(kit, request, parametersOf(request)),
  plan(request, snapshot, context) {
    const { send_at, held_by, ...parameters } = parametersOf(request);
    const timing: Timing = { sendAt: Date.parse(send_at), heldBy: held_by };
    if (Date.parse(send_at) <= context.now) {
      return refuse(context.operation, {
        refusal: "unsupported",
        code: "send_at_in_the_past",
        message:
          "parameters.send_at lies in the past: nothing was done. Name a later time, or use notification.send.",
        field: "parameters.send_at",
      });
    }
    if (held_by === "adapter") return planSend(kit, request, parameters, snapshot, context, timing);
    const able = kit.accounts.filter(({ features }) => features.includes("scheduled_send"));
    // Only accounts that can wait may carry it.
    const within = { ...kit, accounts: able };
    const plan = planSend(within, request, parameters, snapshot, context, timing);
    return plan.kind === "refuse" && plan.error.code === "no_route"
      ? refuse(context.operation, {
          refusal: "no_route",
          code: "no_provider_schedules",
          message:
            "No account that may carry it can hold a message until its time. Say held_by = adapter.",
          category: "unsupported_capability",
          field: "parameters.held_by",
        })
      : plan;
  },
});
