// What other occupants say to the room about a message of ours: markers (XEP-0333) and replies (XEP-0461, threads, keywords).
import type { ActorContext, ProviderRef } from "@underclaim/contract";
import { classifyReply } from "../../model/keywords.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, textOfElement } from "../../model/xml.ts";
import { actsAlone, vouchedActor } from "../participant.ts";
import { roomIdRef, stanzaRef, threadRef } from "../references.ts";
import { threadOf } from "../stanza/receipts.ts";
import type { XmppDraft, XmppNative } from "../types.ts";
import { roomDraft, type RoomContext } from "./context.ts";
import type { OccupantKind } from "./types.ts";

export const occupantNatives = (context: RoomContext): readonly XmppDraft[] => [
  ...markerNatives(context),
  ...replyNatives(context),
];

/**
 * By what the sender saw of it: our own id, or the room's. The room's is learnt from the reflection, which may be told later than
 * what names it: it is waited for.
 */
const messageRefs = (
  { stanza: { account }, roomId }: RoomContext,
  id: string,
): readonly ProviderRef[] => [
  stanzaRef(account.account, roomId, id),
  roomIdRef(account.account, roomId, id),
];

/** As long as a new session takes to be told of the room's history. */
const AWAITS_MS = 60_000;

const kindOf = ({ participant }: RoomContext): OccupantKind =>
  actsAlone(participant) ? "known" : "unknown";

const actorOf = ({ participant, occupant }: RoomContext): ActorContext =>
  vouchedActor(participant, occupant);

const toldOf = (context: RoomContext) => ({
  scope: "occupant",
  occupant: context.occupant,
  actor: context.participant?.delegated === true ? "delegated" : kindOf(context),
});

const MARKERS: Readonly<Record<string, "displayed" | "acknowledged">> = {
  displayed: "displayed",
  acknowledged: "acknowledged",
};

function markerNatives(context: RoomContext): readonly XmppDraft[] {
  const element = childrenOf(context.stanza.stanza).find(
    ({ name, namespace }) => namespace === NS.markers && Object.hasOwn(MARKERS, name),
  );
  const id = element?.attributes["id"] ?? "";
  const marker = MARKERS[element?.name ?? ""];
  if (marker === undefined || id === "" || id.length > 512) return [];
  const type: XmppNative = `room.${marker}.${kindOf(context)}`;
  const scope = `${marker}/${id}/${context.occupant}`;
  return [
    roomDraft(context, type, {
      dedupeKey: scope,
      evidenceKey: scope,
      nativeType: `${marker}_marker_received`,
      nativeStatus: marker,
      refs: messageRefs(context, id),
      awaits: true,
      awaitsMs: AWAITS_MS,
      observation: { source_type: "recipient_client", source_confidence: "medium" },
      actor: actorOf(context),
      data: { stanza_id: id, participant: context.participant?.participant_id ?? null },
      metadata: toldOf(context),
    }),
  ];
}

/**
 * A room talks of much: free text is an answer only where it names our message. A keyword of a known participant may be one
 * without naming it, found by recency alone.
 */
function replyNatives(context: RoomContext): readonly XmppDraft[] {
  const { stanza, roomId, archiveId, occupant, participant } = context;
  const { stanza: element, kit, account } = stanza;
  const body = textOfElement(child(element, "body", NS.client));
  if (body === "" || child(element, "encryption", NS.encryption) !== null) return [];
  const answered = child(element, "reply", NS.reply)?.attributes["id"] ?? null;
  const thread = threadOf(element);
  const refs = [
    ...(answered === null ? [] : messageRefs(context, answered)),
    ...(thread === null ? [] : [threadRef(account.account, roomId, thread)]),
  ];
  const { kind, keyword } = classifyReply(kit.settings.keywords, account.account, body);
  const known = kindOf(context);
  if (refs.length === 0 && (kind === "reply" || known === "unknown")) return [];
  const own = element.attributes["id"] ?? kit.jidId(JSON.stringify([element.attributes, body]));
  // The same message live and in the history: by the room's id, else by its sender and its own.
  const key = `reply/${archiveId ?? `${occupant}/${own}`}`;
  return [
    roomDraft(context, `room.reply.${kind}.${known}`, {
      dedupeKey: key,
      evidenceKey: key,
      nativeType: "reply_received",
      nativeStatus: keyword,
      refs,
      awaits: answered !== null,
      awaitsMs: AWAITS_MS,
      observation: { source_type: "recipient_client", source_confidence: "medium" },
      actor: actorOf(context),
      data: {
        keyword,
        // Its own thread names what it is about, as an answer does.
        names_message: refs.length > 0,
        participant: participant?.participant_id ?? null,
        content: kit.jidId(JSON.stringify([occupant, body])),
      },
      metadata: { ...toldOf(context), keyword, command_classification: kind },
    }),
  ];
}
