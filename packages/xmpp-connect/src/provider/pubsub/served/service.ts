// A component as a PubSub service of its own (XEP-0060): the nodes of its configuration whose service it is itself.
import type { Clock, Log, ProviderSink, WireRequest } from "@underclaim/runtime";
import type { ComponentSettings } from "../../../configuration.ts";
import { jidOf, type Jid } from "../../../model/jid.ts";
import { NS } from "../../../model/namespaces.ts";
import { xml, type XmlElement } from "../../../model/xml.ts";
import { parsedBody } from "../../../native/parsed.ts";
import { isServed, mayRead } from "../../../pubsub/configured.ts";
import {
  PUBSUB_HEADERS,
  PUBSUB_SOURCE,
  type Publication,
  type Published,
} from "../../../pubsub/port.ts";
import type { NodeSettings } from "../../../pubsub/settings.ts";
import { written } from "../../session/written.ts";
import {
  itemList,
  itemsAnswer,
  NODE_ERRORS,
  nodeInfo,
  nodeList,
  subscriptionAnswer,
  unsupported,
} from "./answers.ts";
import type { HeldNodes } from "./held-nodes.ts";
import { pageOf } from "./page.ts";
import { readNodeRequest, type NodeRequest } from "./request.ts";

export interface ServedNodesOptions {
  readonly settings: Pick<ComponentSettings, "account" | "tenant" | "jid" | "kind" | "nodes">;
  readonly held: HeldNodes;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** Somebody is to be told of something. */
  readonly announce: () => void;
}

/** What is answered: the payload of a result, or an `<error/>`. Null: it is no question for a node. */
type Answer = { readonly result: string } | { readonly error: string };

export class ServedNodes {
  readonly #options: ServedNodesOptions;
  readonly #nodes: readonly NodeSettings[];

  constructor(options: ServedNodesOptions) {
    const { settings } = options;
    this.#options = options;
    this.#nodes = settings.nodes.filter((each) => isServed(settings, each));
  }

  get any(): boolean {
    return this.#nodes.length > 0;
  }

  /** Null: the node is another service's. */
  async publish(publication: Publication): Promise<Published | null> {
    const { jid } = this.#options.settings;
    if (publication.service !== jid) return null;
    const node = this.#named(publication.node);
    if (node === null)
      return { kind: "refused", because: "node_missing", condition: "item-not-found" };
    const { held, announce } = this.#options;
    if (publication.kind === "retract") {
      if (await held.retract(node, publication.itemId)) announce();
    } else {
      const came = await held.publish(node, publication);
      if (came === "never") return { kind: "refused", because: "refused", condition: "gone" };
      if (came === "told") announce();
    }
    return { kind: "done", by: "own_component" };
  }

  /** Null: it is no question that a node answers. Else it makes the reply, once what it shows is kept, and never rejects. */
  answering(iq: XmlElement, sink: ProviderSink): (() => Promise<string>) | null {
    const { type, id, to } = iq.attributes;
    const from = jidOf(iq.attributes["from"]);
    if (!this.any || (type !== "get" && type !== "set") || id === undefined) return null;
    if (from === null || to !== this.#options.settings.jid) return null;
    const request = readNodeRequest(iq);
    // What the service itself is the component tells.
    if (request === null || (request.kind === "info" && request.node === null)) return null;
    const head = { xmlns: NS.client, from: to, to: from.full, id };
    return async () => {
      const answer = await this.#decide(request, from, iq, sink).catch((error: unknown): Answer => {
        const { log, settings } = this.#options;
        log.warn({ account: settings.account, err: error }, "a node's answer could not be made");
        return { error: NODE_ERRORS.failed };
      });
      return "result" in answer
        ? xml("iq", { ...head, type: "result" }, answer.result)
        : xml("iq", { ...head, type: "error" }, answer.error);
    };
  }

  async #decide(
    request: NodeRequest,
    from: Jid,
    iq: XmlElement,
    sink: ProviderSink,
  ): Promise<Answer> {
    const { jid } = this.#options.settings;
    if (request.kind === "unsupported") return { error: unsupported(request.feature) };
    if (request.kind === "malformed") return { error: malformed(request.condition) };
    if (request.node === null)
      return {
        result: nodeList(
          jid,
          this.#nodes.filter((each) => mayRead(each, from)),
        ),
      };
    const node = this.#named(request.node);
    if (node === null) return { error: NODE_ERRORS.missing };
    if (request.kind === "publish") return { error: NODE_ERRORS.mayNotPublish };
    // Whoever was taken off the whitelist may still leave.
    if (request.kind === "unsubscribe") return this.#unsubscribe(node, request.jid, from);
    if (!mayRead(node, from)) return { error: NODE_ERRORS.closed };
    switch (request.kind) {
      case "info":
        return { result: nodeInfo(node) };
      case "list":
        return { result: itemList(jid, node.node, await this.#options.held.items(node)) };
      case "subscribe":
        return this.#subscribe(node, request.jid, from);
      case "items":
        return this.#items(node, request, iq, sink);
    }
  }

  async #subscribe(node: NodeSettings, text: string, from: Jid): Promise<Answer> {
    const jid = jidOf(text);
    if (jid?.bare !== from.bare) return { error: NODE_ERRORS.foreignJid };
    const subscribed = await this.#options.held.subscribe(node, jid.full);
    return subscribed === "subscribed"
      ? { result: subscriptionAnswer(node.node, jid.full) }
      : { error: NODE_ERRORS.tooMany };
  }

  async #unsubscribe(node: NodeSettings, text: string, from: Jid): Promise<Answer> {
    const jid = jidOf(text);
    if (jid?.bare !== from.bare) return { error: NODE_ERRORS.foreignJid };
    const was = await this.#options.held.unsubscribe(node, jid.full);
    return was ? { result: "" } : { error: NODE_ERRORS.notSubscribed };
  }

  async #items(
    node: NodeSettings,
    { ids, page }: Extract<NodeRequest, { kind: "items" }>,
    iq: XmlElement,
    sink: ProviderSink,
  ): Promise<Answer> {
    const all = await this.#options.held.items(node);
    const wanted = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
    if (ids.length > 0 && wanted.length === 0) return { error: NODE_ERRORS.missing };
    const items = pageOf(wanted, page);
    if (items === null) return { error: NODE_ERRORS.missing };
    if (items.length > 0)
      await this.#tell(
        iq,
        items.map(({ id }) => id),
        sink,
      );
    return { result: itemsAnswer(node.node, items, wanted.length) };
  }

  /** Kept before it is answered: what is answered is then known, and what is known may not have arrived. */
  #tell(iq: XmlElement, items: readonly string[], sink: ProviderSink): Promise<void> {
    const { settings, clock } = this.#options;
    const wire: WireRequest = {
      headers: { "content-type": "application/xml", [PUBSUB_HEADERS.items]: items.join(" ") },
      body: parsedBody(written(iq), iq),
      url: "",
      account: settings.account,
      receivedAt: clock.now(),
    };
    return sink.receive(settings.tenant, PUBSUB_SOURCE, wire);
  }

  #named(node: string): NodeSettings | null {
    return this.#nodes.find((each) => each.node === node) ?? null;
  }
}

function malformed(condition: "nodeid-required" | "invalid-jid" | null): string {
  if (condition === "nodeid-required") return NODE_ERRORS.noNode;
  return condition === "invalid-jid" ? NODE_ERRORS.foreignJid : NODE_ERRORS.malformed;
}
