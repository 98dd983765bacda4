import type { EndpointRef } from "@underclaim/contract";
import { stableId, timestamp, type Clock, type Ids, type TenantId } from "@underclaim/runtime";

interface LocalAction {
  readonly type: string;
  readonly tenant: TenantId;
  /** Null: every call is a request of its own. */
  readonly key: string | null;
  readonly endpoint: EndpointRef;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly participant?: string | null;
  /** Absent: it belongs to no coordination case. */
  readonly case?: { readonly id: string; readonly correlation: string } | null;
}

/**
 * A standalone request as the action that it stands for. Without a case it has one of its own, which its key alone names: a
 * repeat names the same.
 */
export function localAction(
  { clock, ids }: { readonly clock: Pick<Clock, "now">; readonly ids: Ids },
  { type, tenant, key, endpoint, parameters, participant = null, ...asked }: LocalAction,
): object {
  const request = ids.next("req");
  const own = `local:${stableId("standing", tenant, type, key ?? request)}`;
  const { id, correlation } = asked.case ?? { id: own, correlation: own };
  return {
    request_id: request,
    action_type: type,
    coordination_case_id: id,
    participant_id: participant,
    channel: "sms",
    target_endpoint: endpoint,
    parameters,
    tracking_context: {
      correlation_id: correlation,
      coordination_case_id: id,
      participant_id: participant,
    },
    idempotency_key: key ?? request,
    requested_at: timestamp(clock.now()),
  };
}
