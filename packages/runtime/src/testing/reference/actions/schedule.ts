import { z } from "zod";
import type { ActionDefinition } from "../../../definition/action.ts";
import type { ReferenceNative } from "../native/types.ts";
import { planSend, send, Sendable, sendReads } from "./send.ts";

const Parameters = z.strictObject({ send_at: z.iso.datetime({ offset: true }) });

/** The same as send, later. */
export const schedule: ActionDefinition<ReferenceNative> = {
  capability: {
    ...send.capability,
    action_type: "notification.schedule",
    description: "Sends a text to one endpoint at a given time.",
    mode: "scheduled",
    required_fields: [...send.capability.required_fields, "parameters.send_at"],
    expected_initial_events: ["notification.attempt.scheduled"],
  },
  request: Sendable,
  parameters: Parameters,
  reads: sendReads,
  plan: (request, snapshot, context) => {
    const { send_at } = Parameters.parse(request.parameters);
    return planSend(request, snapshot, context, Date.parse(send_at));
  },
};
