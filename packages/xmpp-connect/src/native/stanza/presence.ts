// Presence and subscriptions (RFC 6121 §3, §4; XmppAdapterSpecification §15): reachability, never awareness.
import type { XmppPresence } from "../../model/presence.ts";
import { NS } from "../../model/namespaces.ts";
import { child, textOfElement } from "../../model/xml.ts";
import type { XmppDraft, XmppNative } from "../types.ts";
import { draft, type StanzaContext } from "./context.ts";

const SHOWS: readonly string[] = ["away", "chat", "dnd", "xa"];
const TYPES: Readonly<Record<string, XmppNative>> = {
  unavailable: "presence.unavailable",
  error: "presence.error",
  subscribe: "subscription.requested",
  unsubscribed: "subscription.refused",
};

export function presenceNatives(context: StanzaContext, now: number): readonly XmppDraft[] {
  const { stanza, peer, resource, kit, subscription } = context;
  const kind = stanza.attributes["type"] ?? "available";
  const type = kind === "available" ? "presence.available" : TYPES[kind];
  // subscribed, unsubscribe, unsubscribed of theirs and probes say nothing of a person's reachability.
  if (type === undefined) return [];
  const show = textOfElement(child(stanza, "show", NS.client)).trim();
  const availability: XmppPresence["availability"] =
    kind !== "available" ? "unavailable" : isShow(show) ? show : "available";
  const priority = Number(textOfElement(child(stanza, "priority", NS.client)).trim() || "0");
  const status = textOfElement(child(stanza, "status", NS.client));
  const hour = Math.floor(now / 3_600_000);
  const scope = `${type}/${availability}/${resource ?? ""}`;
  const told: Partial<XmppDraft> = {
    nativeType: "presence",
    nativeStatus: kind === "available" ? availability : kind,
    observation: { source_type: "provider_api", source_confidence: "medium" },
    data: {
      availability,
      priority: Number.isInteger(priority) && Math.abs(priority) <= 128 ? priority : 0,
      subscription,
    },
    metadata: { availability },
    unkept: kit.settings.presence.status_text && status !== "" ? { status } : {},
  };
  // A client that flaps makes one event an hour for each state and resource.
  const event = draft(context, type, {
    ...told,
    dedupeKey: `${peer}/${scope}/${hour}`,
    evidenceKey: `${scope}/${hour}`,
  });
  if (type !== "presence.available" && type !== "presence.unavailable") return [event];
  // What is remembered of it is its newest state all the same, from before the event is told.
  const key = `noted/${scope}/${now}`;
  return [
    draft(context, "presence.noted", { ...told, dedupeKey: `${peer}/${key}`, evidenceKey: key }),
    event,
  ];
}

const isShow = (text: string): text is "away" | "chat" | "dnd" | "xa" => SHOWS.includes(text);
