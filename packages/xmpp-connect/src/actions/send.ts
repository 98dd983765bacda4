import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import type {
  ActionDefinition,
  Instant,
  Plan,
  PlanContext,
  Read,
  Snapshot,
} from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { conversationKey } from "../model/documents.ts";
import { commandUri } from "../model/command.ts";
import { messageStanza, type OutboundMessage } from "../model/message.ts";
import { own } from "../native/own.ts";
import { addressRef, clientRef, stanzaRef, threadRef } from "../native/references.ts";
import type { XmppNative } from "../native/types.ts";
import { asJson } from "../provider/command.ts";
import { demandsOf } from "./demands.ts";
import { Sendable, SendParameters } from "./parameters.ts";
import { endOf, prepare, preparationReads } from "./prepare.ts";
import { refuse, subjectOf } from "./refuse.ts";
import { newStanzaId, remembering } from "./remembering.ts";
import { isToRoom, planRoomSend, roomReads } from "./room-send.ts";

export const SEND_CAPABILITY: AdapterActionCapability = {
  action_type: "notification.send",
  description: "Sends one message to one JID, or to one room that an account is in.",
  mode: "async",
  idempotency_required: true,
  required_fields: ["target_endpoint", "content.body_text or template_ref", "tracking_context"],
  optional_fields: ["participant_id", "variables", "parameters", "expires_at", "content.subject"],
  supported_channels: ["xmpp", "xmpp_muc"],
  supported_endpoint_types: ["bare_jid", "full_jid", "xmpp_jid", "component_jid", "muc_room_jid"],
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
    sendReads(kit, request, SendParameters.parse(request.parameters ?? {}), tenant),
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
  /** What a prompt adds to its text; then it is offered as a command, too (XEP-0050). */
  prompt: string | null = null,
): Plan<XmppNative> {
  if (isToRoom(request)) return planRoomSend(kit, request, parameters, snapshot, context, sendAt);
  const { operation, now, ids } = context;
  const preparation = prepare(kit, request, parameters, snapshot, context);
  if (!preparation.ok) return refuse(operation, preparation.refused);
  const { jid, resource, account, subject, guards } = preparation.prepared;
  const { body: text } = preparation.prepared;
  const body = prompt === null || /\bACK\b/.test(text) ? text : `${text}\n${prompt}`;
  const leavesAt = Math.max(now, sendAt ?? now);
  const waits = sendAt !== null && sendAt > now;
  const peer = kit.jidId(jid.bare);
  // Each message has an address of its own, which whatever answers it is sent to.
  const isComponent = account.kind === "component";
  const stanzaId = newStanzaId(ids);
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
  const message: OutboundMessage = {
    from: isComponent ? `${operation}@${account.jid}` : null,
    to: jid.full,
    id: stanzaId,
    body,
    subject,
    thread,
    language: parameters.language ?? null,
    asksReceipt,
    asksMarkers,
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
        stanza: messageStanza(message),
        ...(prompt === null || isComponent
          ? {}
          : { withCommand: messageStanza({ ...message, body: `${body}\n${commandUri(thread)}` }) }),
        peer,
        since: now,
        until: endOf(request),
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
      ...(isComponent ? [addressRef(account.account, peer, operation)] : []),
    ],
    docs: [
      {
        put: conversation,
        text: JSON.stringify(
          remembering(standing?.text, { operation, id: stanzaId, at: leavesAt }),
        ),
      },
    ],
    deadline: asksReceipt
      ? leavesAt + (parameters.receipt_within ?? kit.settings.receipts.missing_after)
      : null,
    guards: [...guards, { doc: conversation, version: standing?.version ?? 0 }],
    metadata: { ...facts, thread },
    person: peer,
  };
}

/** What a plan must see, whomever the message is for. */
export const sendReads = (
  kit: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  tenant: string,
): readonly Read[] =>
  isToRoom(request)
    ? roomReads(kit, request, parameters, tenant)
    : preparationReads(kit, request, parameters, tenant);
