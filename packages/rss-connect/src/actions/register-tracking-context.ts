// notification.register_tracking_context: binds a tracking context to an external reference, so that events that name the
// reference are correlated with the case.
import type { AdapterActionCapability, ProviderRef } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { RssNativeType } from "../native/types.ts";
import { ownNative } from "./refuse.ts";

export const REGISTER_CAPABILITY: AdapterActionCapability = {
  action_type: "notification.register_tracking_context",
  description:
    "Binds the tracking context to external references given in tracking_context.external_context.",
  mode: "sync",
  idempotency_required: true,
  required_fields: ["tracking_context.external_context", "idempotency_key"],
  optional_fields: ["participant_id", "payload_ref", "action_surface_ref"],
  supported_channels: ["rss"],
  supported_endpoint_types: ["rss_feed"],
  preconditions: [],
  postconditions: ["Events that carry one of the references are correlated with this context."],
  capability_dependencies: [],
  unsupported_when: ["A reference is bound already."],
  expected_initial_events: [],
  possible_later_events: [],
  known_failure_modes: ["reference_bound"],
};

const request = z.looseObject({
  tracking_context: z.looseObject({
    external_context: z.array(z.unknown()).min(1, "At least one external reference is required."),
  }),
});

export const registerTrackingContext: ActionDefinition<RssNativeType> = {
  capability: REGISTER_CAPABILITY,
  request,
  reads: ({ tracking_context }) =>
    refsOf(tracking_context.external_context).map((ref) => ({ ref })),
  plan: ({ tracking_context }, snapshot, context) => {
    const refs = refsOf(tracking_context.external_context);
    const bound = refs.findIndex((ref) => snapshot.ref(ref) !== null);
    const different = refs.filter(
      (ref, index) => index === refs.findIndex((other) => sameRef(ref, other)),
    );
    if (bound >= 0) {
      return {
        kind: "refuse",
        error: {
          code: "reference_bound",
          message: `tracking_context.external_context[${bound}] is bound to another tracking context already. Use a reference of its own.`,
          retryable: false,
          category: "conflict",
        },
        natives: [],
      };
    }
    return {
      kind: "accept",
      state: "completed",
      subject: context.operation,
      dispatch: null,
      natives: [ownNative("tracking.registered", context)],
      refs: different,
      guards: different.map((ref) => ({ refUnknown: ref })),
    };
  },
};

const refsOf = (external: readonly { readonly key: string; readonly value: string }[]) =>
  external.map(({ key, value }) => ({
    provider_name: "external_context",
    ref_type: key,
    ref_value: value,
  }));

const sameRef = (a: ProviderRef, b: ProviderRef): boolean =>
  a.ref_type === b.ref_type && a.ref_value === b.ref_value;
