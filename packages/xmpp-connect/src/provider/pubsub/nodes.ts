// The nodes of one session: made where they are to be, subscribed to, published in (XEP-0060 §6.1, §7, §8.1).
import type { ProviderSink, Clock } from "@underclaim/runtime";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, escapeXml, xml, type XmlElement } from "../../model/xml.ts";
import { parsedBody } from "../../native/parsed.ts";
import { PUBSUB_SOURCE, refusalOf, type Publication, type Published } from "../../pubsub/port.ts";
import type { NodeSettings } from "../../pubsub/settings.ts";
import type { Unpublished } from "../port.ts";
import type { Counted } from "../session/counted.ts";
import type { IqAnswer, Iqs } from "../session/iq.ts";
import { written } from "../session/written.ts";

export interface NodesOptions {
  readonly settings: {
    readonly account: string;
    readonly tenant: string;
    readonly nodes: readonly NodeSettings[];
  };
  /** The own bare JID. */
  readonly own: string;
  readonly clock: Clock;
  readonly sink: ProviderSink;
  readonly counted: Counted;
  readonly iqs: Iqs;
  /** Whether something can be written now. */
  readonly connected: () => boolean;
}

const AGAIN_MS = 1_000;
/** When what may pass is asked of a node again: twice as long each time. */
const RETRY_MS = { first: 5_000, most: 600_000 };
const NODE_CONFIG = `${NS.pubsub}#node_config`;

export class Nodes {
  readonly #options: NodesOptions;
  readonly #troubles = new Map<string, string>();
  readonly #timers = new Map<string, () => void>();
  #closed = false;

  constructor(options: NodesOptions) {
    this.#options = options;
  }

  get degradations(): readonly string[] {
    return [...this.#troubles].map(([name, trouble]) => `The node ${name}: ${trouble}.`);
  }

  /** Never rejects. */
  async begin(): Promise<void> {
    await Promise.all(this.#options.settings.nodes.map((node) => this.#prepare(node)));
  }

  /** The session is gone: nothing is tried again. */
  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #prepare(node: NodeSettings, wait = RETRY_MS.first): Promise<void> {
    const trouble = (await this.#made(node)) ?? (await this.#subscribed(node));
    if (trouble === null) this.#troubles.delete(node.name);
    else
      this.#troubles.set(node.name, trouble.text + (trouble.passes ? "; it is tried again" : ""));
    if (trouble?.passes !== true || this.#closed) return;
    const { clock } = this.#options;
    const cancel = clock.wakeAt(clock.now() + wait, () => {
      this.#timers.delete(node.name);
      void this.#prepare(node, Math.min(wait * 2, RETRY_MS.most));
    });
    this.#timers.set(node.name, cancel);
  }

  /** Null: it is there, or need not be made, or may be there all the same. */
  async #made(node: NodeSettings): Promise<Trouble | null> {
    if (!node.create) return null;
    const made = await this.#options.iqs.ask("set", node.service, creation(node));
    // It is there already.
    if (made.ok || made.condition === "conflict") return null;
    const trouble = troubleOf("it cannot be made", made.condition);
    // Somebody else may have made it.
    const subscribed = trouble.passes || !node.subscribe ? null : await this.#subscribed(node);
    return subscribed?.passes === true ? subscribed : trouble;
  }

  async #subscribed(node: NodeSettings): Promise<Trouble | null> {
    const { iqs, own } = this.#options;
    if (!node.subscribe) return null;
    const subscribed = await iqs.ask(
      "set",
      node.service,
      xml("pubsub", { xmlns: NS.pubsub }, xml("subscribe", { node: node.node, jid: own })),
    );
    const state = subscribed.ok
      ? child(child(subscribed.iq, "pubsub", NS.pubsub), "subscription", NS.pubsub)?.attributes[
          "subscription"
        ]
      : null;
    if (!subscribed.ok) return troubleOf("it cannot be subscribed to", subscribed.condition);
    return state === undefined || state === "subscribed"
      ? null
      : { text: `the subscription is ${state ?? "unknown"}`, passes: false };
  }

  async publish(publication: Publication): Promise<Published | Unpublished> {
    const { iqs, connected, clock } = this.#options;
    const retryAt = clock.now() + AGAIN_MS;
    if (!connected())
      return { kind: "not_sent", retryAt, reason: "There is no session.", because: "no_session" };
    const answer = await iqs.ask("set", publication.service, request(publication));
    if (answer.ok) return { kind: "done" };
    if (answer.condition === "busy")
      return { kind: "not_sent", retryAt, reason: "Too much is being asked already." };
    return isLost(answer)
      ? { kind: "unknown", reason: "The session was lost before the service answered." }
      : { kind: "refused", because: refusalOf(answer.condition), condition: answer.condition };
  }

  /** Whether the item stands in the node; null: that cannot be told. */
  async find({ kind, service, node, itemId }: Publication): Promise<boolean | null> {
    const { iqs, connected } = this.#options;
    if (!connected()) return null;
    const answer = await iqs.ask(
      "get",
      service,
      xml("pubsub", { xmlns: NS.pubsub }, xml("items", { node }, xml("item", { id: itemId }))),
    );
    if (!answer.ok) return null;
    const items = child(child(answer.iq, "pubsub", NS.pubsub), "items", NS.pubsub);
    const there =
      items !== null && childrenOf(items).some(({ attributes }) => attributes["id"] === itemId);
    // Of an item that is not there nobody knows whether it ever was: services drop old ones.
    if (kind === "publish") return there ? true : null;
    return there ? null : true;
  }

  /** @returns whether it is a notification of a node that is configured: then it has been taken */
  take(message: XmlElement): boolean {
    const from = jidOf(message.attributes["from"])?.full;
    const event = child(message, "event", NS.pubsubEvent);
    const node = child(event, "items", NS.pubsubEvent)?.attributes["node"];
    const { settings, counted, sink, clock } = this.#options;
    const ours = settings.nodes.some((each) => each.service === from && each.node === node);
    if (!ours || message.attributes["type"] === "error") return false;
    counted.add(from ?? null, () =>
      sink.receive(settings.tenant, PUBSUB_SOURCE, {
        headers: { "content-type": "application/xml" },
        body: parsedBody(written(message), message),
        url: "",
        account: settings.account,
        receivedAt: clock.now(),
      }),
    );
    return true;
  }
}

interface Trouble {
  readonly text: string;
  /** It is tried again. */
  readonly passes: boolean;
}

const troubleOf = (text: string, condition: string): Trouble => ({
  text: `${text} (${condition})`,
  passes: PASSING.has(condition),
});

/** Of the service or the way to it at that moment. Everything else somebody has to change. */
const PASSING: ReadonlySet<string> = new Set([
  "timeout",
  "closed",
  "busy",
  "remote-server-timeout",
  "remote-server-not-found",
  "service-unavailable",
  "recipient-unavailable",
  "resource-constraint",
  "internal-server-error",
]);

const isLost = (answer: Extract<IqAnswer, { ok: false }>): boolean =>
  answer.condition === "timeout" || answer.condition === "closed";

const request = ({ kind, node, itemId, payload }: Publication): string =>
  xml(
    "pubsub",
    { xmlns: NS.pubsub },
    kind === "publish"
      ? xml("publish", { node }, xml("item", { id: itemId }, payload ?? ""))
      : xml("retract", { node, notify: "true" }, xml("item", { id: itemId })),
  );

const creation = ({ node, access_model, publish_model }: NodeSettings): string => {
  const field = (name: string, value: string, type: string | null = null): string =>
    xml("field", { var: name, type }, xml("value", {}, escapeXml(value)));
  const form = xml(
    "x",
    { xmlns: NS.form, type: "submit" },
    field("FORM_TYPE", NODE_CONFIG, "hidden"),
    field("pubsub#access_model", access_model),
    field("pubsub#publish_model", publish_model),
    field("pubsub#persist_items", "true"),
    field("pubsub#deliver_payloads", "true"),
  );
  return xml("pubsub", { xmlns: NS.pubsub }, xml("create", { node }), xml("configure", {}, form));
};
