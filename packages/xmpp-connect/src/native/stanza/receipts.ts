// What a client says of a message of ours: receipts (XEP-0184), markers (XEP-0333), chat states (XEP-0085).
import { flat } from "@underclaim/runtime";
import { NS } from "../../model/namespaces.ts";
import { childrenOf, type XmlElement } from "../../model/xml.ts";
import { stanzaRef, threadRef } from "../references.ts";
import type { ChatState, XmppDraft, XmppNative } from "../types.ts";
import { draft, type StanzaContext } from "./context.ts";

const MARKERS: Readonly<Record<string, XmppNative>> = {
  received: "marker.received",
  displayed: "marker.displayed",
  // Of XEP-0333 before 0.4; clients still send it.
  acknowledged: "marker.acknowledged",
};
const CHAT_STATES: readonly ChatState[] = ["active", "composing", "paused", "inactive", "gone"];
/** More in one stanza than any client sends. */
const MOST = 64;

/**
 * The reference names the addressee with the id: from anybody else the same id refers to nothing. A private message out of
 * a room is from an occupant, whom nobody has addressed by that name.
 */
export function receiptNatives(context: StanzaContext): readonly XmppDraft[] {
  return childrenOf(context.stanza)
    .flatMap((element) => {
      const type = typeOf(element);
      const id = element.attributes["id"] ?? "";
      return type === null || id === "" || id.length > 512 ? [] : [said(context, type, id)];
    })
    .slice(0, MOST);
}

function typeOf({ name, namespace }: XmlElement): XmppNative | null {
  if (namespace === NS.receipts && name === "received") return "receipt.received";
  if (namespace === NS.markers && Object.hasOwn(MARKERS, name)) return MARKERS[name] ?? null;
  return null;
}

function said(context: StanzaContext, type: XmppNative, named: string): XmppDraft {
  const { account, peer, resource } = context;
  // As parsed it is a view of all that came with it.
  const id = flat(named);
  const scope = `${type}/${id}/${resource ?? ""}`;
  return draft(context, type, {
    // Once for each message and resource, however often it is said and however it came. The id, which grows with time, stands
    // before the names that are hashes: keys of the same time lie next to each other in their index.
    dedupeKey: `${type}/${id}/${peer}/${resource ?? ""}`,
    evidenceKey: scope,
    nativeType: type.split(".").join("_"),
    nativeStatus: type.slice(type.indexOf(".") + 1),
    refs: [stanzaRef(account.account, peer, id)],
    actor: {
      actor_type: "unknown",
      identity_strength: "medium",
      authority_strength: "none",
      provider_identity_ref: peer,
    },
    data: { stanza_id: id },
    metadata: { scope: resource === null ? "account" : "resource" },
  });
}

/** Weak context, one event for each state, thread and hour at most. */
export function chatStateNatives(context: StanzaContext, now: number): readonly XmppDraft[] {
  const element = childrenOf(context.stanza).find(({ namespace }) => namespace === NS.chatStates);
  const state = CHAT_STATES.find((each) => each === element?.name);
  if (state === undefined) return [];
  const { account, peer } = context;
  const thread = threadOf(context.stanza);
  const hour = Math.floor(now / 3_600_000);
  const key = `chat_state/${state}/${thread ?? ""}/${hour}`;
  return [
    draft(context, `chat_state.${state}`, {
      dedupeKey: `${peer}/${key}`,
      evidenceKey: key,
      nativeType: "chat_state",
      nativeStatus: state,
      refs: thread === null ? [] : [threadRef(account.account, peer, thread)],
      data: { observed_per: "hour" },
      metadata: { observed_per: "hour" },
    }),
  ];
}

export function threadOf(stanza: XmlElement): string | null {
  const element = childrenOf(stanza).find(
    ({ name, namespace }) => name === "thread" && namespace === NS.client,
  );
  const text = element?.children.filter((node) => typeof node === "string").join("") ?? "";
  return text === "" || text.length > 512 ? null : text;
}
