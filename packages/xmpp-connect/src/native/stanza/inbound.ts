// What people write back (XmppAdapterSpecification §12.6, §17). The body is classified and not kept in the native event.
import type { ActorContext } from "@underclaim/contract";
import { classifyReply } from "../../model/keywords.ts";
import { NS } from "../../model/namespaces.ts";
import { child, textOfElement } from "../../model/xml.ts";
import { participantWith } from "../participant.ts";
import { stanzaRef, threadRef } from "../references.ts";
import type { ActorKind, XmppDraft } from "../types.ts";
import { draft, type StanzaContext } from "./context.ts";
import { threadOf } from "./receipts.ts";

export function inboundNatives(context: StanzaContext): readonly XmppDraft[] {
  const { kit, stanza, account, peer, archiveId, resource } = context;
  const body = textOfElement(child(stanza, "body", NS.client));
  const encrypted = child(stanza, "encryption", NS.encryption) !== null;
  if (body === "" && !encrypted) return [];
  const answered = child(stanza, "reply", NS.reply)?.attributes["id"] ?? null;
  const thread = threadOf(stanza);
  // A client may use its ids again: without the archive's a repeat is known by all that it says.
  const { id } = stanza.attributes;
  const said = JSON.stringify([id ?? stanza.attributes, body]);
  const key = archiveId ?? `${id ?? ""}/${kit.contentId(said)}`;
  const common = {
    dedupeKey: `${peer}/inbound/${key}`,
    evidenceKey: `inbound/${key}`,
    nativeType: "message",
    refs: [
      ...(answered === null ? [] : [stanzaRef(account.account, peer, answered)]),
      ...(thread === null ? [] : [threadRef(account.account, peer, thread)]),
    ],
  };
  if (stanza.attributes["type"] === "headline")
    return [draft(context, "inbound.headline", { ...common, nativeStatus: "headline" })];
  if (encrypted) {
    const scheme = child(stanza, "encryption", NS.encryption)?.attributes["namespace"] ?? null;
    return [
      draft(context, "inbound.encrypted", {
        ...common,
        nativeStatus: scheme,
        metadata: { scheme },
      }),
    ];
  }
  const { kind, keyword } = classifyReply(kit.settings.keywords, account.account, body);
  const participant = participantOf(context);
  const actor = actorKindOf(participant);
  return [
    draft(context, `inbound.${kind}.${actor}`, {
      ...common,
      nativeStatus: keyword,
      actor: actorOf(context, participant),
      data: {
        keyword,
        participant: participant?.participant_id ?? null,
        content: kit.contentId(JSON.stringify([peer, body])),
      },
      metadata: {
        keyword,
        command_classification: kind,
        actor,
        scope: resource === null ? "account" : "resource",
      },
    }),
  ];
}

export const actorKindOf = (participant: ReturnType<typeof participantOf>): ActorKind =>
  participant === null ? "unknown" : participant.delegated ? "delegated" : "known";

export const actorOf = (
  { peer }: StanzaContext,
  participant: ReturnType<typeof participantOf>,
): ActorContext => ({
  actor_ref: participant?.participant_id ?? null,
  actor_type: "unknown",
  identity_strength:
    actorKindOf(participant) === "known" ? "high" : participant === null ? "low" : "medium",
  authority_strength: "none",
  authenticated: participant !== null,
  delegated: participant?.delegated ?? null,
  provider_identity_ref: peer,
});

/** Whose the server-authenticated JID is. In a room it is the occupant's, which proves nobody. */
export function participantOf({ kit, account, from, fromRoom }: StanzaContext) {
  return fromRoom ? null : participantWith(kit, from.bare, account.tenant);
}
