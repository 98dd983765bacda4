import type { AdapterActionRequest, ProviderRef } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../kit.ts";
import { own } from "../native/own.ts";
import { clientRef, messageRef } from "../native/references.ts";
import type { SmsNative } from "../native/types.ts";
import { refuse, subjectOf } from "./refuse.ts";
import { SEND_CAPABILITY } from "./send.ts";

const Parameters = z
  .strictObject({
    provider_account: z.string().min(1).max(64).nullish().describe("Whose message it is."),
    message_id: z
      .string()
      .min(1)
      .max(256)
      .nullish()
      .describe("The provider's name of the message."),
    client_reference: z
      .string()
      .min(1)
      .max(128)
      .nullish()
      .describe("The reference it was sent under, where the provider echoes one."),
  })
  .refine(({ message_id, client_reference }) => Boolean(message_id || client_reference), {
    message: "Give message_id with provider_account, or client_reference.",
    path: ["message_id"],
  })
  .refine(({ message_id, provider_account }) => !message_id || Boolean(provider_account), {
    message: "A message_id is unique within an account only: name provider_account, too.",
    path: ["provider_account"],
  });

function refsOf({ parameters }: AdapterActionRequest): readonly ProviderRef[] {
  const { provider_account, message_id, client_reference } = Parameters.parse(parameters);
  return [
    ...(message_id && provider_account ? [messageRef(provider_account, message_id)] : []),
    ...(client_reference ? [clientRef(client_reference)] : []),
  ];
}

/** Binds a tracking context to a message that was sent outside this adapter: its receipts find the case. */
export const registerTrackingContext = (kit: SmsKit): ActionDefinition<SmsNative> => ({
  capability: {
    ...SEND_CAPABILITY,
    action_type: "notification.register_tracking_context",
    description: "Binds a tracking context to a message that was sent elsewhere.",
    mode: "sync",
    required_fields: ["parameters.message_id or parameters.client_reference", "tracking_context"],
    optional_fields: ["participant_id", "target_endpoint"],
    preconditions: [],
    postconditions: ["later events that carry the reference are correlated with this context"],
    unsupported_when: ["the reference is bound already"],
    expected_initial_events: ["notification.attempt.created"],
    known_failure_modes: [],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  reads: (request) => refsOf(request).map((ref) => ({ ref })),
  plan(request, snapshot, { operation, tenant }) {
    const account = Parameters.parse(request.parameters).provider_account ?? null;
    const accounts = kit.accounts.filter((each) => each.tenant === tenant);
    if (account !== null && !accounts.some((each) => each.account === account)) {
      return refuse(operation, {
        refusal: "unsupported",
        code: "unknown_account",
        message:
          "parameters.provider_account is not configured. Name one of the configured accounts.",
        field: "parameters.provider_account",
      });
    }
    const refs = refsOf(request);
    if (refs.some((ref) => snapshot.ref(ref) !== null)) {
      return refuse(operation, {
        refusal: "unsupported",
        code: "reference_bound",
        message: "The reference is bound to another tracking context already. Use one that is not.",
        category: "conflict",
        field: "parameters",
      });
    }
    return {
      kind: "accept",
      state: "completed",
      subject: subjectOf(operation),
      // §12.1: the attempt exists; it is somebody else's, so nothing of it was accepted here.
      natives: [own("message.created", operation), own("tracking.registered", operation)],
      dispatch: null,
      refs,
      guards: refs.map((ref) => ({ refUnknown: ref })),
    };
  },
});
