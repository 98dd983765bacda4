// What is asked of a node that the component serves itself (XEP-0060 §5, §6; XEP-0059). Pure.
import { NS } from "../../../model/namespaces.ts";
import { child, childrenOf, textOfElement, type XmlElement } from "../../../model/xml.ts";
import { SESSION_NS } from "../../session/names.ts";

export interface Page {
  /** At most so many, the newest. Null: as many as fit. */
  readonly max: number | null;
  /** XEP-0059 §2.2: those that follow this one; null: not asked for. */
  readonly after: string | null;
}

export type NodeRequest =
  | { readonly kind: "info"; readonly node: string | null }
  | { readonly kind: "list"; readonly node: string | null }
  | {
      readonly kind: "items";
      readonly node: string;
      /** Empty: the newest, as the page says. */
      readonly ids: readonly string[];
      readonly page: Page;
    }
  | { readonly kind: "subscribe" | "unsubscribe"; readonly node: string; readonly jid: string }
  | { readonly kind: "publish"; readonly node: string }
  /** A part of XEP-0060 that is not served; `feature` names it as §16.1 does. */
  | { readonly kind: "unsupported"; readonly feature: string }
  | { readonly kind: "malformed"; readonly condition: "nodeid-required" | "invalid-jid" | null };

const OWNER = `${NS.pubsub}#owner`;
/** More ids than one answer holds items are not looked for. */
const MOST_IDS = 50;

/** Null: it is no question about PubSub. */
export function readNodeRequest(iq: XmlElement): NodeRequest | null {
  const { type } = iq.attributes;
  const [question, ...more] = childrenOf(iq);
  if (question === undefined || more.length > 0) return null;
  const { name, namespace, attributes } = question;
  if (name === "query" && type === "get") {
    const node = attributes["node"] ?? null;
    if (namespace === NS.info) return { kind: "info", node };
    if (namespace === NS.itemsOf) return { kind: "list", node };
    return null;
  }
  if (name !== "pubsub") return null;
  if (namespace === OWNER) return { kind: "unsupported", feature: ownerFeature(question) };
  if (namespace !== NS.pubsub) return null;
  const [act] = childrenOf(question).filter((each) => each.namespace === NS.pubsub);
  return act === undefined
    ? { kind: "malformed", condition: null }
    : readAct(act, question, type === "get");
}

function readAct(act: XmlElement, pubsub: XmlElement, isGet: boolean): NodeRequest {
  const { node = "", jid = "" } = act.attributes;
  const asked = `${isGet ? "get" : "set"} ${act.name}`;
  const feature = UNSUPPORTED[asked];
  if (feature !== undefined) return { kind: "unsupported", feature };
  if (!SERVED.has(asked)) return { kind: "malformed", condition: null };
  if (node === "") return { kind: "malformed", condition: "nodeid-required" };
  if (act.name === "items") {
    const ids = childrenOf(act).flatMap(({ name, attributes }) =>
      name === "item" && attributes["id"] ? [attributes["id"]] : [],
    );
    const most = countIn(act.attributes["max_items"]);
    return { kind: "items", node, ids: ids.slice(0, MOST_IDS), page: pageIn(pubsub, most) };
  }
  if (act.name === "publish" || act.name === "retract") return { kind: "publish", node };
  if (jid === "") return { kind: "malformed", condition: "invalid-jid" };
  return { kind: act.name === "subscribe" ? "subscribe" : "unsubscribe", node, jid };
}

const SERVED: ReadonlySet<string> = new Set([
  "get items",
  "set subscribe",
  "set unsubscribe",
  "set publish",
  "set retract",
]);

const UNSUPPORTED: Readonly<Record<string, string>> = {
  "get subscriptions": "retrieve-subscriptions",
  "get affiliations": "retrieve-affiliations",
  "get options": "subscription-options",
  "set options": "subscription-options",
  "get default": "retrieve-default-sub",
  "set create": "create-nodes",
};

/** §16.1's names; `purge` and `delete` are followed by what they act on. */
function ownerFeature(question: XmlElement): string {
  const [act] = childrenOf(question);
  const named: Readonly<Record<string, string>> = {
    configure: "config-node",
    default: "retrieve-default",
    delete: "delete-nodes",
    purge: "purge-nodes",
    subscriptions: "manage-subscriptions",
    affiliations: "modify-affiliations",
  };
  const name = act?.name ?? "";
  return Object.hasOwn(named, name) ? (named[name] ?? "config-node") : "config-node";
}

function pageIn(pubsub: XmlElement, most: number | null): Page {
  const set = child(pubsub, "set", SESSION_NS.pages);
  const max = countIn(textOfElement(child(set, "max", SESSION_NS.pages)));
  const after = child(set, "after", SESSION_NS.pages);
  const smaller = [max, most].filter((each) => each !== null);
  return {
    max: smaller.length === 0 ? null : Math.min(...smaller),
    after: after === null ? null : textOfElement(after),
  };
}

const countIn = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
