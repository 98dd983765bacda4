// What every reading of a stanza starts from: who sent it to which account of ours, and how it came.
import type { ProviderRef } from "@underclaim/contract";
import type { Instant, RawInput, WireRequest } from "@underclaim/runtime";
import type { XmppAccount, XmppKit } from "../../kit.ts";
import { jidOf, type Jid } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, type XmlElement } from "../../model/xml.ts";
import { STANZA_HEADERS, STANZA_SOURCE } from "../../provider/port.ts";
import { roomOf } from "../../rooms/configured.ts";
import { addressRef } from "../references.ts";
import type { XmppDraft, XmppNative } from "../types.ts";

type Arrival = "live" | "archive" | "carbon";

export interface StanzaContext {
  readonly kit: XmppKit;
  readonly account: XmppAccount;
  readonly stanza: XmlElement;
  /** As the own server has stamped it; the own bare JID where it is absent (RFC 6120 §8.1.2.1). */
  readonly from: Jid;
  /**
   * Names the sender in references, keys and data: the bare JID, and for an occupant of a room the full one, since every
   * occupant shares the room's (XEP-0045 §7.5).
   */
  readonly peer: string;
  readonly resource: string | null;
  readonly arrived: Arrival;
  /** By the own archive's clock; null for what is live. */
  readonly archivedAt: Instant | null;
  /** The own archive's id of it, which tells it from every other (XEP-0359); null where there is none to be trusted. */
  readonly archiveId: string | null;
  readonly raw: RawInput;
  /** A private message out of a room, as far as it says so, or anything from one that is configured. */
  readonly fromRoom: boolean;
  readonly subscription: string | null;
  /** Of a component: the name before the at-sign that it was sent to. */
  readonly address: string | null;
}

export function contextOf(
  kit: XmppKit,
  account: XmppAccount,
  wire: WireRequest,
  { text, element: stanza }: { readonly text: string; readonly element: XmlElement },
  knownFromRoom = false,
): StanzaContext | null {
  const from = jidOf(stanza.attributes["from"] ?? account.jid);
  if (from === null) return null;
  const fromRoom =
    knownFromRoom ||
    child(stanza, "x", NS.roomUser) !== null ||
    roomOf(kit, account.account, from.bare) !== null;
  const archivedAt = Date.parse(wire.headers[STANZA_HEADERS.archivedAt] ?? "");
  const arrived = wire.headers[STANZA_HEADERS.arrived];
  const peer = kit.jidId(fromRoom ? from.full : from.bare);
  return {
    kit,
    account,
    stanza,
    from,
    peer,
    resource: from.resource === null ? null : kit.jidId(from.full),
    arrived: arrived === "archive" || arrived === "carbon" ? arrived : "live",
    archivedAt: Number.isNaN(archivedAt) ? null : archivedAt,
    archiveId: wire.headers[STANZA_HEADERS.archiveId] ?? null,
    raw: { contentType: wire.headers["content-type"] ?? "application/xml", text, person: peer },
    fromRoom,
    subscription: wire.headers[STANZA_HEADERS.subscription] ?? null,
    address: account.kind === "component" ? (jidOf(stanza.attributes["to"])?.local ?? null) : null,
  };
}

/** What all natives out of one stanza share. Its references were bound before anything was sent: none is waited for. */
export function draft(
  context: StanzaContext,
  type: XmppNative,
  told: Pick<XmppDraft, "dedupeKey" | "evidenceKey"> & Partial<XmppDraft>,
): XmppDraft {
  const { account, from, peer, resource, arrived, archivedAt, raw } = context;
  const facts = { account: account.account, resource, arrived, ...told.data };
  return {
    type,
    source: STANZA_SOURCE,
    occurredAt: archivedAt,
    nativeType: context.stanza.name,
    nativeStatus: null,
    awaits: false,
    endpoint: { endpoint_type: "bare_jid", value: from.bare },
    raw,
    ...told,
    refs: withAddress(context, told.refs ?? []),
    dedupeKey: `${account.account}/${told.dedupeKey}`,
    observation: {
      source_type: "recipient_client",
      source_confidence: "medium",
      transport_ref: STANZA_SOURCE,
      notes: arrived === "live" ? [] : [`It came by ${arrived}.`],
      ...told.observation,
    },
    data: { peer, ...facts },
    metadata: { ...facts, ...told.metadata },
  };
}

/** The address is as good as a thread: it was given to this one message. */
const withAddress = (
  { account, peer, address, stanza, fromRoom }: StanzaContext,
  refs: readonly ProviderRef[],
): readonly ProviderRef[] =>
  address === null || stanza.name !== "message" || fromRoom
    ? refs
    : [...refs, addressRef(account.account, peer, address)];
