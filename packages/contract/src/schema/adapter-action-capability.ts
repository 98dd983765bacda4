import { z } from "zod";
import { EventType } from "./event-type.ts";
import { lines, list, name, optional, text } from "./fields.ts";

/** §9.5: one action an adapter can perform. */
export const AdapterActionCapability = z
  .strictObject({
    action_type: z
      .string()
      .max(256)
      .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/)
      .describe("A dotted semantic name, such as notification.send."),
    description: optional(text(""), "What the action does."),
    mode: z.enum(["sync", "async", "scheduled"]).describe("When its effect is carried out."),
    idempotency_required: z.boolean().describe("Whether an idempotency key is required."),
    required_fields: lines("Request fields the action cannot do without."),
    optional_fields: lines("Request fields the action uses when present."),
    supported_channels: list(name(""), "Channels the action works on."),
    supported_endpoint_types: list(name(""), "Endpoint types the action can target."),
    preconditions: lines("What must hold before."),
    postconditions: lines("What holds once the action is accepted."),
    capability_dependencies: lines("Features the action depends on."),
    unsupported_when: lines("Circumstances in which the action is refused."),
    expected_initial_events: list(EventType, "Events the action result may carry."),
    possible_later_events: list(EventType, "Events that may follow, in any order or never."),
    known_failure_modes: lines("How the action can fail."),
  })
  .meta({
    id: "AdapterActionCapability",
    description: "One action an adapter can perform (AdapterInterfaceSpecification §9.5).",
  });
export type AdapterActionCapability = z.infer<typeof AdapterActionCapability>;
