// What the actions that change a number's standing have in common: the effect is the accepting commit itself.
import type { AdapterActionCapability } from "@underclaim/contract";
import type { AcceptPlan } from "@underclaim/runtime";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import type { ListTarget } from "./list-target.ts";
import { subjectOf } from "./refuse.ts";

export const listCapability = (
  told: Pick<AdapterActionCapability, "action_type" | "description" | "optional_fields"> &
    Partial<AdapterActionCapability>,
): AdapterActionCapability => ({
  mode: "sync",
  idempotency_required: true,
  required_fields: ["target_endpoint", "tracking_context", "idempotency_key"],
  supported_channels: ["sms"],
  supported_endpoint_types: ["phone_number"],
  preconditions: [],
  postconditions: [],
  capability_dependencies: [],
  unsupported_when: [],
  expected_initial_events: [],
  possible_later_events: [],
  known_failure_modes: [],
  ...told,
});

/** The change as a plan. */
export const accepted = (
  operation: string,
  { endpoint, asked }: ListTarget,
  natives: readonly SmsDraft[],
  changes: Pick<AcceptPlan<SmsNative>, "docs" | "guards" | "metadata">,
): AcceptPlan<SmsNative> => ({
  kind: "accept",
  state: "completed",
  subject: subjectOf(operation),
  endpoint,
  natives: asked === null ? natives : natives.map((native) => ({ ...native, endpoint: asked })),
  dispatch: null,
  ...changes,
});
