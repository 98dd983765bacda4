import type { AdapterActionRequest } from "@underclaim/contract";
import type { FieldProblem } from "./adapter-runtime.ts";

/**
 * What would be passed over in silence: evidence names one case and one participant (AdapterInterfaceSpecification §9.8),
 * and an action for another channel has come to the wrong adapter.
 */
export function contradictionsIn(
  request: AdapterActionRequest,
  channels: readonly string[],
): readonly FieldProblem[] {
  const { coordination_case_id, participant_id, channel, tracking_context: tracking } = request;
  const problems: FieldProblem[] = [];
  if (tracking.coordination_case_id !== coordination_case_id)
    problems.push({
      path: "tracking_context.coordination_case_id",
      message: "Must name the same case as coordination_case_id.",
    });
  if (participant_id && tracking.participant_id && tracking.participant_id !== participant_id)
    problems.push({
      path: "tracking_context.participant_id",
      message: "Must name the same participant as participant_id, or none.",
    });
  if (channel && !channels.includes(channel))
    problems.push({
      path: "channel",
      message: `This adapter serves ${channels.join(", ")}: name one of these, or none.`,
    });
  return problems;
}
