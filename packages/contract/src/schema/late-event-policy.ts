import { z } from "zod";
import { EventType } from "./event-type.ts";
import { lines, list, optional, text } from "./fields.ts";

/** §22: late events are always emitted; the engine decides what they change. */
export const LateEventPolicy = z
  .strictObject({
    accepts_late_events: z.boolean().describe("Whether events after a final state are taken."),
    late_events_can_revise_assessment: z
      .boolean()
      .describe("Whether a late event can change the adapter's assessment."),
    late_events_can_reopen_case: z
      .boolean()
      .describe("Whether a late event may be a reason for the engine to reopen a case."),
    default_late_event_window: optional(
      text(""),
      "How long late events are expected, as a duration.",
    ),
    expected_late_event_types: list(EventType, "The event types known to come late."),
    notes: lines("What else is known about late events."),
  })
  .meta({
    id: "LateEventPolicy",
    description: "How the adapter treats late events (AdapterInterfaceSpecification §22).",
  });
export type LateEventPolicy = z.infer<typeof LateEventPolicy>;
