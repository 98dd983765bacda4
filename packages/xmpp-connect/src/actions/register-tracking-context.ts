import type { AdapterActionRequest, ProviderRef } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { readJid } from "../model/jid.ts";
import { own } from "../native/own.ts";
import { stanzaRef, threadRef } from "../native/references.ts";
import type { XmppNative } from "../native/types.ts";
import { refuse, subjectOf } from "./refuse.ts";
import { SEND_CAPABILITY } from "./send.ts";

const Parameters = z
  .strictObject({
    account: z.string().min(1).max(64).describe("The account it was sent from."),
    stanza_id: z.string().min(1).max(256).nullish().describe("The id of the message stanza."),
    thread: z.string().min(1).max(256).nullish().describe("XEP-0201"),
  })
  .refine(({ stanza_id, thread }) => Boolean(stanza_id ?? thread), {
    message: "Give stanza_id, thread, or both.",
    path: ["stanza_id"],
  });

/** Binds a tracking context to a message that was sent outside this adapter: its receipts and replies find the case. */
export const registerTrackingContext = (kit: XmppKit): ActionDefinition<XmppNative> => {
  const refsOf = ({
    parameters,
    target_endpoint,
  }: AdapterActionRequest): readonly ProviderRef[] => {
    const { account, stanza_id, thread } = Parameters.parse(parameters);
    const read = readJid(target_endpoint?.value ?? "");
    if (!read.ok) return [];
    const peer = kit.jidId(read.jid.bare);
    return [
      ...(stanza_id ? [stanzaRef(account, peer, stanza_id)] : []),
      ...(thread ? [threadRef(account, peer, thread)] : []),
    ];
  };
  return {
    capability: {
      ...SEND_CAPABILITY,
      action_type: "notification.register_tracking_context",
      description: "Binds a tracking context to a message that was sent elsewhere.",
      mode: "sync",
      required_fields: ["target_endpoint", "parameters.account", "tracking_context"],
      optional_fields: ["participant_id", "parameters.stanza_id", "parameters.thread"],
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
      const { account } = Parameters.parse(request.parameters);
      const read = readJid(request.target_endpoint?.value ?? "");
      if (!read.ok) {
        return refuse(operation, {
          refusal: read.problem === "missing" ? "missing_jid" : "invalid_jid",
          message: `${read.message} A receipt counts only from whom the message was addressed to.`,
          field: "target_endpoint.value",
        });
      }
      if (!kit.accounts.some((each) => each.account === account && each.tenant === tenant)) {
        return refuse(operation, {
          refusal: "unsupported",
          code: "unknown_account",
          message: "parameters.account is not configured. Name one of the configured accounts.",
          field: "parameters.account",
        });
      }
      const refs = refsOf(request);
      if (refs.some((ref) => snapshot.ref(ref) !== null)) {
        return refuse(operation, {
          refusal: "unsupported",
          code: "reference_bound",
          message:
            "The reference is bound to another tracking context already. Use one that is not.",
          category: "conflict",
          field: "parameters",
        });
      }
      return {
        kind: "accept",
        state: "completed",
        subject: subjectOf(operation),
        natives: [own("tracking.registered", operation)],
        dispatch: null,
        refs,
        guards: refs.map((ref) => ({ refUnknown: ref })),
        metadata: {
          peer: kit.jidId(read.jid.bare),
          account,
          participant: request.participant_id ?? null,
        },
      };
    },
  };
};
