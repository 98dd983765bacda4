// Source of PubSub (XEP-0060 §7.1.2, §7.2.2, §6.5): a service's notifications, and requests for items.
import { rawOf, type Parsed, type SourceDefinition, type WireRequest } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { jidOf } from "../model/jid.ts";
import { NS } from "../model/namespaces.ts";
import { child, childrenOf, type XmlElement } from "../model/xml.ts";
import { isServed, nodeId, nodesOf } from "../pubsub/configured.ts";
import { PUBSUB_HEADERS, PUBSUB_SOURCE } from "../pubsub/port.ts";
import type { NodeSettings } from "../pubsub/settings.ts";
import { readStanza } from "./parsed.ts";
import { participantWith, vouchedActor } from "./participant.ts";
import { itemRef } from "./references.ts";
import type { XmppDraft, XmppNative } from "./types.ts";

/** More than a service puts into one notification. */
const MOST_ITEMS = 64;

export const pubsubSource = (kit: XmppKit): SourceDefinition<XmppNative> => ({
  transport: "session",
  headers: Object.values(PUBSUB_HEADERS),
  parse(wire): Parsed<XmppNative> {
    const account = kit.accounts.find((each) => each.account === wire.account);
    if (account === undefined) return { ok: false, reason: "It names no account of ours." };
    const read = readStanza(wire);
    if (!read.ok) return read;
    const { element } = read;
    const from = jidOf(element.attributes["from"]);
    if (from === null) return { ok: false, reason: "Its sender's address is none (RFC 7622)." };
    const nodes = nodesOf(kit, account.account);
    const about = { kit, account: account.account, tenant: account.tenant, raw: rawOf(wire) };
    if (element.name === "message") {
      const items = itemsOf(child(element, "event", NS.pubsubEvent), NS.pubsubEvent);
      const node = nodes.find(
        (each) => each.service === from.full && each.node === items?.attributes["node"],
      );
      if (items === null || node === undefined)
        return { ok: false, reason: "It is no notification of a node that is configured." };
      return { ok: true, natives: notifications(about, node, items) };
    }
    const items = itemsOf(child(element, "pubsub", NS.pubsub), NS.pubsub);
    const node = nodes.find(
      (each) => each.node === items?.attributes["node"] && isServed(account, each),
    );
    if (element.name !== "iq" || items === null || node === undefined)
      return { ok: false, reason: "It is no request for items of a node that is served here." };
    const hour = Math.floor(wire.receivedAt / 3_600_000);
    return { ok: true, natives: requests(about, node, answeredIn(wire), from.bare, hour) };
  },
  person: (wire) => {
    const read = readStanza(wire);
    const from = read.ok ? jidOf(read.element.attributes["from"]) : null;
    return from === null ? null : kit.jidId(from.bare);
  },
});

const answeredIn = ({ headers }: WireRequest): readonly string[] =>
  (headers[PUBSUB_HEADERS.items] ?? "").split(" ").filter((id) => id !== "");

interface About {
  readonly kit: XmppKit;
  readonly account: string;
  readonly tenant: string;
  readonly raw: XmppDraft["raw"];
}

const itemsOf = (wrapper: XmlElement | null, namespace: string): XmlElement | null =>
  child(wrapper, "items", namespace);

function item(
  { kit, account, raw }: About,
  node: NodeSettings,
  type: XmppNative,
  id: string,
  told: Pick<XmppDraft, "dedupeKey" | "evidenceKey"> & Partial<XmppDraft>,
): XmppDraft {
  const facts = { account, node: node.name, item_id: id };
  return {
    type,
    source: PUBSUB_SOURCE,
    occurredAt: null,
    nativeType: "pubsub_item",
    nativeStatus: null,
    refs: [itemRef(nodeId(kit, node), id)],
    // Bound before it was published.
    awaits: false,
    raw,
    ...told,
    observation: {
      source_type: "provider_api",
      source_confidence: "medium",
      transport_ref: PUBSUB_SOURCE,
      ...told.observation,
    },
    data: { ...facts, ...told.data },
    metadata: { ...facts, ...told.metadata },
  };
}

/** That one subscriber, who is ours, was notified says nothing of the others. */
const notifications = (about: About, node: NodeSettings, items: XmlElement): XmppDraft[] =>
  childrenOf(items)
    .slice(0, MOST_ITEMS)
    .flatMap(({ name, attributes }): XmppDraft[] => {
      const id = attributes["id"] ?? "";
      if (id === "" || id.length > 512 || (name !== "item" && name !== "retract")) return [];
      const type = name === "item" ? "pubsub.notified" : "pubsub.retracted";
      const key = `${about.account}/${nodeId(about.kit, node)}/${name}/${id}`;
      return [
        item(about, node, type, id, {
          dedupeKey: key,
          evidenceKey: `${type}/${about.account}`,
          metadata: { scope: "subscriber", subscriber: about.account },
        }),
      ];
    });

/** One an hour for each who asks: a client that polls is one fact. */
function requests(
  about: About,
  node: NodeSettings,
  items: readonly string[],
  who: string,
  hour: number,
): XmppDraft[] {
  const { kit, tenant, raw } = about;
  const asker = kit.jidId(who);
  const actor = vouchedActor(participantWith(kit, who, tenant), asker);
  return items.slice(0, MOST_ITEMS).map((id): XmppDraft => {
    const key = `fetched/${nodeId(kit, node)}/${id}/${asker}/${hour}`;
    return item(about, node, "pubsub.fetched", id, {
      dedupeKey: key,
      evidenceKey: key,
      raw: raw === null || raw === undefined ? raw : { ...raw, person: asker },
      endpoint: { endpoint_type: "bare_jid", value: who },
      observation: { source_type: "feed_server", source_confidence: "medium" },
      actor,
      data: { peer: asker },
      metadata: { scope: "subscriber", observed_per: "hour" },
    });
  });
}
