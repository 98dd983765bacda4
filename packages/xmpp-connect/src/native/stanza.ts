import type { Parsed, SourceDefinition } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { NS } from "../model/namespaces.ts";
import { child } from "../model/xml.ts";
import { readStanza } from "./parsed.ts";
import { capabilityNatives } from "./stanza/capabilities.ts";
import { contextOf, type StanzaContext } from "./stanza/context.ts";
import { errorNatives } from "./stanza/error.ts";
import { inboundNatives } from "./stanza/inbound.ts";
import { presenceNatives } from "./stanza/presence.ts";
import { chatStateNatives, receiptNatives } from "./stanza/receipts.ts";
import { rosterNatives } from "./stanza/roster.ts";
import type { XmppDraft, XmppNative } from "./types.ts";
import { STANZA_HEADERS } from "../provider/port.ts";

/** Every stanza that a session hands in. What it means is read from the stanza and from what the session has checked. */
export const stanzaSource = (kit: XmppKit): SourceDefinition<XmppNative> => ({
  transport: "session",
  headers: Object.values(STANZA_HEADERS),
  parse(wire): Parsed<XmppNative> {
    const account = kit.accounts.find((each) => each.account === wire.account);
    if (account === undefined) return { ok: false, reason: "It names no account of ours." };
    const read = readStanza(wire);
    if (!read.ok) return read;
    const context = contextOf(kit, account, wire, read);
    if (context === null) return { ok: false, reason: "Its sender's address is none (RFC 7622)." };
    const can = wire.headers[STANZA_HEADERS.capabilities];
    return {
      ok: true,
      natives: [
        ...nativesOf(context, wire.receivedAt),
        ...capabilityNatives(context, can, wire.receivedAt),
        ...rosterNatives(context),
      ],
    };
  },
  person: () => null,
});

export function nativesOf(context: StanzaContext, now: number): readonly XmppDraft[] {
  const { stanza } = context;
  if (stanza.name === "presence") return presenceNatives(context, now);
  if (stanza.name !== "message") return [];
  const kind = stanza.attributes["type"] ?? "normal";
  if (kind === "error") return errorNatives(context);
  // Rooms are observed by their own sources; and what another client of ours sent is no answer to it.
  if (kind === "groupchat" || isOurs(context)) return [];
  const replies = inboundNatives(context);
  const receipts = receiptNatives(context);
  const stray = context.fromRoom
    ? receipts.map((native): XmppDraft => ({ ...native, type: "receipt.stray", refs: [] }))
    : receipts;
  // A chat state beside a body only repeats that somebody writes.
  const states =
    replies.length > 0 || child(stanza, "body", NS.client) !== null
      ? []
      : chatStateNatives(context, now);
  return [...stray, ...replies, ...states];
}

const isOurs = ({ account, from }: StanzaContext): boolean =>
  from.bare === account.jid || (account.kind === "component" && from.domain === account.jid);
