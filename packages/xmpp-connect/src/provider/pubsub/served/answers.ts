// The answers of a node that the component serves itself (XEP-0060, XEP-0030, XEP-0059). Pure.
import { NS } from "../../../model/namespaces.ts";
import { escapeXml, xml } from "../../../model/xml.ts";
import type { NodeSettings } from "../../../pubsub/settings.ts";
import { SESSION_NS } from "../../session/names.ts";

const ERRORS = `${NS.pubsub}#errors`;

export interface HeldItem {
  readonly id: string;
  /** XML. */
  readonly payload: string;
}

/** XEP-0060 §16.1, as far as it is served. */
const NODE_FEATURES = ["retrieve-items", "subscribe", "persistent-items", "item-ids"] as const;

export const serviceFeatures = (): readonly string[] => [
  NS.itemsOf,
  NS.pubsub,
  ...NODE_FEATURES.map((each) => `${NS.pubsub}#${each}`),
];

export const nodeInfo = ({ node, name }: NodeSettings): string =>
  xml(
    "query",
    { xmlns: NS.info, node },
    xml("identity", { category: "pubsub", type: "leaf", name }),
    ...[NS.info, NS.pubsub].map((each) => xml("feature", { var: each })),
  );

export const nodeList = (jid: string, nodes: readonly NodeSettings[]): string =>
  xml(
    "query",
    { xmlns: NS.itemsOf },
    ...nodes.map(({ node, name }) => xml("item", { jid, node, name })),
  );

/** XEP-0060 §5.5: an item's name is its id. */
export const itemList = (jid: string, node: string, items: readonly HeldItem[]): string =>
  xml(
    "query",
    { xmlns: NS.itemsOf, node },
    ...items.map(({ id }) => xml("item", { jid, name: id })),
  );

export const itemsAnswer = (node: string, items: readonly HeldItem[], all: number): string => {
  const [first] = items;
  const last = items.at(-1);
  return xml(
    "pubsub",
    { xmlns: NS.pubsub },
    xml("items", { node }, ...items.map(({ id, payload }) => xml("item", { id }, payload))),
    // XEP-0060 §6.5.4: said where it is not all.
    ...(items.length < all && first !== undefined && last !== undefined
      ? [
          xml(
            "set",
            { xmlns: SESSION_NS.pages },
            xml("first", {}, escapeXml(first.id)),
            xml("last", {}, escapeXml(last.id)),
            xml("count", {}, String(all)),
          ),
        ]
      : []),
  );
};

export const subscriptionAnswer = (node: string, jid: string): string =>
  xml(
    "pubsub",
    { xmlns: NS.pubsub },
    xml("subscription", { node, jid, subscription: "subscribed" }),
  );

/** What stands against a request, with the condition of XEP-0060 beside RFC 6120's. */
export const NODE_ERRORS = {
  missing: error("cancel", "item-not-found"),
  /** §6.1.3.4, §6.5.9.6: a whitelist that the asker is not on. */
  closed: error("cancel", "not-allowed", xml("closed-node", { xmlns: ERRORS })),
  /** §6.1.3.1: for somebody else. */
  foreignJid: error("modify", "bad-request", xml("invalid-jid", { xmlns: ERRORS })),
  noNode: error("modify", "bad-request", xml("nodeid-required", { xmlns: ERRORS })),
  malformed: error("modify", "bad-request"),
  /** §7.1.3.1 */
  mayNotPublish: error("auth", "forbidden"),
  /** §6.2.3.2 */
  notSubscribed: error("cancel", "unexpected-request", xml("not-subscribed", { xmlns: ERRORS })),
  /** §6.1.3.9 */
  tooMany: error("wait", "policy-violation", xml("too-many-subscriptions", { xmlns: ERRORS })),
  failed: error("wait", "internal-server-error"),
} as const;

export const unsupported = (feature: string): string =>
  error("cancel", "feature-not-implemented", xml("unsupported", { xmlns: ERRORS, feature }));

function error(type: string, condition: string, ...more: readonly string[]): string {
  return xml("error", { type }, xml(condition, { xmlns: NS.stanzaErrors }), ...more);
}

/** XEP-0060 §7.1.2.1, §7.2.2.1 */
export function notification(
  about: { readonly from: string; readonly to: string; readonly id: string; readonly node: string },
  kind: "publish" | "retract",
  item: HeldItem,
): string {
  const { from, to, id, node } = about;
  const inner =
    kind === "publish"
      ? xml("item", { id: item.id }, item.payload)
      : xml("retract", { id: item.id });
  return xml(
    "message",
    { xmlns: NS.client, from, to, id, type: "headline" },
    xml("event", { xmlns: NS.pubsubEvent }, xml("items", { node }, inner)),
  );
}
