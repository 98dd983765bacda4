// A message to a room (XmppAdapterSpecification §7.8, §12.7): to one that an account is configured to be in, and to no other.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { Instant, Plan, PlanContext, Read, Snapshot } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { conversationKey, roomTimerKey, suppressionKey } from "../model/documents.ts";
import { readJid } from "../model/jid.ts";
import { roomMessageStanza } from "../model/room-message.ts";
import { own } from "../native/own.ts";
import { clientRef, stanzaRef, threadRef } from "../native/references.ts";
import type { XmppNative } from "../native/types.ts";
import { asJson } from "../provider/command.ts";
import { configuredRooms, type ConfiguredRoom } from "../rooms/configured.ts";
import { noAccount } from "./no-account.ts";
import type { SendParameters } from "./parameters.ts";
import { carries, endOf, textOf } from "./prepare.ts";
import { refuse, subjectOf, type Refused } from "./refuse.ts";
import { newStanzaId, remembering } from "./remembering.ts";

export const isToRoom = ({ target_endpoint: endpoint }: AdapterActionRequest): boolean =>
  endpoint?.endpoint_type === "muc_room_jid";

type Target =
  | { readonly ok: true; readonly target: ConfiguredRoom }
  | { readonly ok: false; readonly refused: Refused };

const no = (refused: Refused): Target => ({ ok: false, refused });

function targetOf(
  kit: XmppKit,
  { target_endpoint: endpoint }: AdapterActionRequest,
  parameters: SendParameters,
  tenant: string,
): Target {
  const field = "target_endpoint.value";
  const rooms = configuredRooms(kit, tenant);
  const byId = endpoint?.endpoint_id
    ? rooms.find(({ room }) => kit.jidId(room.room) === endpoint.endpoint_id)
    : undefined;
  const read = readJid(byId?.room.room ?? endpoint?.value ?? "");
  if (!read.ok)
    return no({
      refusal: read.problem === "missing" ? "missing_jid" : "invalid_jid",
      message: `${read.message} A room is addressed like ops@rooms.example.net.`,
      field,
    });
  if (read.jid.resource !== null)
    return no({
      refusal: "invalid_jid",
      message:
        "A room's address has no resource: with one it names a single occupant. Leave out the slash and what follows.",
      field,
    });
  const inRoom = rooms.filter(({ room }) => room.room === read.jid.bare);
  if (inRoom.length === 0)
    return no({
      refusal: "policy",
      code: "room_not_configured",
      message:
        "No account is configured to be in this room, so nothing would be heard of the message there. Add it to accounts[].rooms.",
      category: "configuration",
      field,
    });
  const target = inRoom.find(
    ({ account }) =>
      carries(account, parameters.stream) &&
      (!parameters.account || parameters.account === account.account),
  );
  return target === undefined
    ? no(
        noAccount(
          inRoom.map(({ account }) => account),
          parameters,
          "that is in this room ",
        ),
      )
    : { ok: true, target };
}

export function roomReads(
  kit: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  tenant: string,
): readonly Read[] {
  const found = targetOf(kit, request, parameters, tenant);
  if (!found.ok) return [];
  const { account, room } = found.target;
  const peer = kit.jidId(room.room);
  return [{ doc: suppressionKey(peer) }, { doc: conversationKey(account.account, peer) }];
}

export function planRoomSend(
  kit: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  snapshot: Snapshot,
  { operation, now, ids, tenant }: PlanContext,
  sendAt: Instant | null,
): Plan<XmppNative> {
  const found = targetOf(kit, request, parameters, tenant);
  if (!found.ok) return refuse(operation, found.refused);
  const { account, room } = found.target;
  const peer = kit.jidId(room.room);
  if (snapshot.doc(suppressionKey(peer)) !== null)
    return refuse(operation, {
      refusal: "suppressed",
      message: "The room is suppressed: nothing is sent to it. recipient.unsuppress lifts that.",
      category: "conflict",
      field: "target_endpoint",
    });
  if (parameters.receipt === "require")
    return refuse(operation, {
      refusal: "extension_unsupported",
      message: "Rooms give no receipts (XEP-0184 §5.3). Say receipt = ask or none.",
      category: "unsupported_capability",
      field: "parameters.receipt",
    });
  const text = textOf(kit, request, parameters);
  if (!text.ok) return refuse(operation, text.refused);
  const leavesAt = Math.max(now, sendAt ?? now);
  const waits = sendAt !== null && sendAt > now;
  const stanzaId = newStanzaId(ids);
  const thread = parameters.thread ?? ids.next("t");
  const asksMarkers = parameters.marker !== "none" && kit.settings.receipts.markers;
  const facts = {
    peer,
    account: account.account,
    stream: parameters.stream,
    addressed: "muc_room_jid",
    room: room.name,
    asks_receipt: false,
    asks_marker: asksMarkers,
    stanza_id: stanzaId,
    participant: request.participant_id ?? null,
    template_ref: request.template_ref ?? null,
    reminds: parameters.reminds ?? null,
    action: request.action_type,
  };
  const conversation = conversationKey(account.account, peer);
  const standing = snapshot.doc(conversation);
  const deadline = parameters.receipt_within ?? kit.settings.receipts.missing_after;
  return {
    kind: "accept",
    state: waits ? "scheduled" : "accepted",
    subject: subjectOf(operation),
    endpoint: { ...request.target_endpoint, endpoint_type: "muc_room_jid", value: room.room },
    natives: [
      own("message.accepted", operation, { data: facts, metadata: facts }),
      ...(waits ? [own("message.scheduled", operation)] : []),
    ],
    dispatch: {
      lane: account.account,
      command: asJson({
        to: room.room,
        stanzaId,
        stanza: roomMessageStanza({
          to: room.room,
          id: stanzaId,
          body: text.body,
          thread,
          language: parameters.language ?? null,
          asksMarkers,
        }),
        peer,
        since: now,
        until: endOf(request),
        // What occupants' clients can is not known here, and a room's silence says nothing of it.
        asks: [],
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
      {
        put: roomTimerKey(operation),
        text: JSON.stringify({ operation }),
        dueAt: leavesAt + deadline,
      },
    ],
    guards: [
      { doc: suppressionKey(peer), version: 0 },
      { doc: conversation, version: standing?.version ?? 0 },
    ],
    metadata: { ...facts, thread },
    person: peer,
  };
}
