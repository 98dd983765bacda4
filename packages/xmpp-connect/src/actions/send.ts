import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Instant, Plan, PlanContext, Snapshot } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { conversationKey, receiptTimerKey, type Conversation } from "../model/documents.ts";
import { messageStanza } from "../model/message.ts";
import { own } from "../native/own.ts";
import { clientRef, stanzaRef, threadRef } from "../native/references.ts";
import type { XmppNative } from "../native/types.ts";
import { asJson } from "../provider/command.ts";
import { demandsOf } from "./demands.ts";
import { Sendable, SendParameters } from "./parameters.ts";
import { prepare, preparationReads } from "./prepare.ts";
import { refuse, subjectOf } from "./refuse.ts";

export const SEND_CAPABILITY: AdapterActionCapability = {
  action_type: "notification.send",
  description: "Sends one message to one JID.",
  mode: "async",
  idempotency_required: true,
  required_fields: ["target_endpoint", "content.body_text or template_ref", "tracking_context"],
  optional_fields: ["participant_id", "variables", "parameters", "expires_at", "content.subject"],
  supported_channels: ["xmpp"],
  supported_endpoint_types: ["bare_jid", "full_jid", "xmpp_jid", "component_jid"],
  preconditions: ["the address is not suppressed", "an account carries the stream"],
  postconditions: ["the message waits for its account's session"],
  capability_dependencies: [],
  unsupported_when: [
    "the address is suppressed",
    "a receipt or marker is demanded, and every client that is known of the recipient says that it gives none",
  ],
  expected_initial_events: ["notification.attempt.accepted_by_adapter"],
  possible_later_events: [
    "notification.attempt.accepted_by_provider",
    "notification.endpoint.accepted",
    "notification.endpoint.deferred",
    "notification.endpoint.rejected_temporary",
    "notification.endpoint.rejected_permanent",
    "notification.endpoint.unreachable",
    "notification.endpoint.unknown",
    "interaction.notification.opened",
    "interaction.reply_received",
    "interaction.acknowledgement_recorded",
  ],
  known_failure_modes: [
    "the session ends before the server has acknowledged the stanza: the outcome is unknown until a receipt, the archive or an operator tells it",
    "no receipt comes",
  ],
};

export const send = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: SEND_CAPABILITY,
  request: Sendable,
  parameters: SendParameters,
  reads: (request, _known, { tenant }) =>
    preparationReads(kit, request, SendParameters.parse(request.parameters ?? {}), tenant),
  plan: (request, snapshot, context) =>
    planSend(kit, request, SendParameters.parse(request.parameters ?? {}), snapshot, context, null),
});

export function planSend(
  kit: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  snapshot: Snapshot,
  context: PlanContext,
  sendAt: Instant | null,
): Plan<XmppNative> {
  const { operation, now, ids } = context;
  const preparation = prepare(kit, request, parameters, snapshot, context);
  if (!preparation.ok) return refuse(operation, preparation.refused);
  const { jid, resource, account, body, subject, guards } = preparation.prepared;
  const leavesAt = Math.max(now, sendAt ?? now);
  const waits = sendAt !== null && sendAt > now;
  const peer = kit.jidId(jid.bare);
  // More than 128 random bits: a receipt for it shows that whoever sends it has seen it.
  const stanzaId = ids.next("m") + ids.next("").slice(-RANDOM_TAIL);
  const thread = parameters.thread ?? ids.next("t");
  const asksReceipt = parameters.receipt !== "none";
  const asksMarkers = parameters.marker !== "none" && kit.settings.receipts.markers;
  const demands = demandsOf(parameters);
  const facts = {
    peer,
    account: account.account,
    stream: parameters.stream,
    addressed: jid.resource === null ? "bare_jid" : "full_jid",
    asks_receipt: asksReceipt,
    asks_marker: asksMarkers,
    stanza_id: stanzaId,
    participant: request.participant_id ?? null,
    template_ref: request.template_ref ?? null,
    reminds: parameters.reminds ?? null,
    action: request.action_type,
    ...(demands.length > 0 ? { demands, resource } : {}),
  };
  const conversation = conversationKey(account.account, peer);
  const standing = snapshot.doc(conversation);
  return {
    kind: "accept",
    state: waits ? "scheduled" : "accepted",
    subject: subjectOf(operation),
    endpoint: {
      ...request.target_endpoint,
      endpoint_type: request.target_endpoint?.endpoint_type ?? "bare_jid",
      value: jid.full,
    },
    natives: [
      own("message.accepted", operation, { data: facts, metadata: facts }),
      ...(waits ? [own("message.scheduled", operation)] : []),
      ...(asksReceipt ? [] : [own("receipt.not_requested", operation)]),
    ],
    dispatch: {
      lane: account.account,
      command: asJson({
        to: jid.full,
        stanzaId,
        stanza: messageStanza({
          to: jid.full,
          id: stanzaId,
          body,
          subject,
          thread,
          language: parameters.language ?? null,
          asksReceipt,
          asksMarkers,
        }),
        peer,
        since: now,
        asks: [
          ...(asksReceipt ? (["receipts"] as const) : []),
          ...(asksMarkers ? (["markers"] as const) : []),
        ],
      }),
      notBefore: sendAt,
    },
    refs: [
      clientRef(operation),
      stanzaRef(account.account, peer, stanzaId),
      threadRef(account.account, peer, thread),
    ],
    docs: [
      {
        put: conversation,
        text: JSON.stringify(
          remembering(standing?.text, { operation, id: stanzaId, at: leavesAt }),
        ),
      },
      ...(asksReceipt
        ? [
            {
              put: receiptTimerKey(operation),
              text: JSON.stringify({ operation }),
              dueAt: leavesAt + (parameters.receipt_within ?? kit.settings.receipts.missing_after),
            },
          ]
        : []),
    ],
    guards: [...guards, { doc: conversation, version: standing?.version ?? 0 }],
    metadata: { ...facts, thread },
    person: peer,
  };
}

/** Of an identifier's 26 characters those after the time. */
const RANDOM_TAIL = 16;

/** How many messages of one conversation a reply may be about, and a cumulative marker may reach. */
const REMEMBERED = 16;

function remembering(text: string | undefined, sent: Conversation["recent"][number]): Conversation {
  const { recent } = text === undefined ? { recent: [] } : (JSON.parse(text) as Conversation);
  return { recent: [sent, ...recent].slice(0, REMEMBERED) };
}
