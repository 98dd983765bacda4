// What goes over one connection of a component. Nothing outlives it: there is no XEP-0198, so what had no answer is unknown.
import type { Clock, ProviderSink } from "@underclaim/runtime";
import type { ComponentSettings } from "../../configuration.ts";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { xml, type XmlElement } from "../../model/xml.ts";
import { STANZA_SOURCE } from "../port.ts";
import { isServed } from "../../pubsub/configured.ts";
import { Nodes } from "../pubsub/nodes.ts";
import { serviceFeatures } from "../pubsub/served/answers.ts";
import type { ServedNodes } from "../pubsub/served/service.ts";
import { answerToIq, type SelfDescription } from "../session/answer-iq.ts";
import { Counted } from "../session/counted.ts";
import { SessionFailure } from "../session/failure.ts";
import { Iqs } from "../session/iq.ts";
import { Outbound } from "../session/outbound.ts";
import { ReadAhead } from "../session/read-ahead.ts";
import { Silence } from "../session/silence.ts";
import { stanzaWire } from "../session/wire.ts";
import type { ComponentLink } from "./link.ts";

export interface ComponentSessionOptions {
  readonly settings: ComponentSettings;
  readonly clock: Clock;
  readonly randomId: () => string;
  readonly sink: ProviderSink;
  readonly link: ComponentLink;
  readonly served: ServedNodes;
}

/** Of one account, questions to nodes that wait for their answers: everybody else waits behind them. */
const MOST_ASKED = 16;

export class ComponentSession {
  readonly outbound: Outbound;
  readonly nodes: Nodes;
  readonly #options: ComponentSessionOptions;
  readonly #counted: Counted;
  readonly #iqs: Iqs;
  readonly #asked = new Map<string, number>();
  readonly #ahead: ReadAhead;
  readonly #silence: Silence;
  #ended = false;

  constructor(options: ComponentSessionOptions) {
    const { settings, clock, randomId, sink, link } = options;
    const { answer, silence } = settings.timeouts;
    this.#options = options;
    this.#counted = new Counted({
      onProgress: () => this.#ahead.progressed(),
      onFailure: () =>
        link.cut(new SessionFailure("not_kept", "What was received could not be kept.")),
    });
    this.#ahead = new ReadAhead(this.#counted, link);
    this.outbound = new Outbound({
      clock,
      window: settings.window,
      answerMs: answer,
      managed: false,
      reads: () => !this.#ahead.paused,
      // To ourselves, through the server: it answers in order with all that was sent before (RFC 6120 §10.1).
      ping: () => this.#iqs.ping(settings.jid),
    });
    this.#silence = new Silence({
      clock,
      most: silence,
      ask: () => {
        if (!this.#ahead.paused) this.outbound.probe();
      },
    });
    this.#iqs = new Iqs({
      clock,
      randomId,
      own: settings.jid,
      from: settings.jid,
      timeoutMs: answer,
      send: (stanza) => this.outbound.say(stanza),
    });
    this.nodes = new Nodes({
      settings: {
        ...settings,
        nodes: settings.nodes.filter((each) => !isServed(settings, each)),
      },
      own: settings.jid,
      clock,
      sink,
      counted: this.#counted,
      iqs: this.#iqs,
      connected: () => !this.#ended,
    });
  }

  begin(): void {
    const { link } = this.#options;
    this.outbound.attach(link);
    link.onDrain(() => this.outbound.drained());
    link.deliver(
      (element) => this.#take(element),
      (element) => this.#refuse(element),
    );
    this.outbound.open();
    this.#silence.watch(link);
    void this.nodes.begin();
  }

  /** Resolves once what came is durable. */
  async end(reason: string): Promise<void> {
    this.#ended = true;
    this.nodes.close();
    this.#silence.end();
    const { clock, settings } = this.#options;
    const cancel = clock.wakeAt(clock.now() + settings.timeouts.answer, () =>
      this.#counted.forget(),
    );
    await this.#counted.idle();
    cancel();
    this.outbound.abandon(null, reason);
    this.#iqs.close();
  }

  #take(element: XmlElement): void {
    if (this.#ended || element.namespace !== NS.client) return;
    if (element.name === "iq") this.#takeIq(element);
    else if (element.name === "presence") this.#takePresence(element);
    else if (element.name === "message" && !this.#isBounce(element) && !this.nodes.take(element))
      this.#keep(element);
    this.#ahead.took();
  }

  /** What is larger than a stanza may be is not read, and whoever sent it is told so (RFC 6120 §8.3.3.12). */
  #refuse(stanza: XmlElement): void {
    const { name, namespace, attributes } = stanza;
    const { type, id = "", from, to } = attributes;
    const asks = name === "iq" ? type === "get" || type === "set" : name === "message";
    if (this.#ended || namespace !== NS.client || !asks || type === "error") return;
    if (jidOf(from) === null || jidOf(to) === null || id.length > 1_023) return;
    this.#sayError(stanza, "modify", "policy-violation");
  }

  #sayError(
    { name, attributes: { id, from, to } }: XmlElement,
    kind: "modify" | "wait",
    condition: string,
  ): void {
    const error = xml("error", { type: kind }, xml(condition, { xmlns: NS.stanzaErrors }));
    const head = { xmlns: NS.client, from: to, to: from, id, type: "error" };
    this.outbound.say(xml(name, head, error), true);
  }

  /** Of a notification, for nothing else is sent from the domain itself. Nobody is taken off a node for it. */
  #isBounce({ attributes: { type, to } }: XmlElement): boolean {
    return type === "error" && to === this.#options.settings.jid;
  }

  #takeIq(iq: XmlElement): void {
    const { type, to } = iq.attributes;
    if (type === "result" || type === "error") {
      this.#iqs.take(iq);
      return;
    }
    const { settings, served, sink } = this.#options;
    // One after the other: each holds the items of a node in memory.
    const answering = served.answering(iq, sink);
    if (answering !== null) {
      const asker = jidOf(iq.attributes["from"])?.bare ?? "";
      const asked = this.#asked.get(asker) ?? 0;
      if (asked >= MOST_ASKED) {
        this.#sayError(iq, "wait", "resource-constraint");
        return;
      }
      this.#asked.set(asker, asked + 1);
      this.#counted.add(settings.jid, async () => {
        this.outbound.say(await answering(), true);
        const left = (this.#asked.get(asker) ?? 1) - 1;
        if (left > 0) this.#asked.set(asker, left);
        else this.#asked.delete(asker);
      });
    } else {
      const answer = answerToIq(iq, this.#described(to ?? settings.jid));
      if (answer !== null) this.outbound.say(answer, true);
    }
  }

  /** It has no commands (XEP-0050), and nodes only as the domain itself. */
  #described(self: string): SelfDescription {
    const { settings, served } = this.#options;
    const isService = served.any && self === settings.jid;
    return {
      self,
      identities: isService
        ? [
            ["component", "generic"],
            ["pubsub", "service"],
          ]
        : [["component", "generic"]],
      features: isService ? serviceFeatures() : [],
    };
  }

  /** Nobody is told of our presence: the addresses of messages are not there to be seen. */
  #takePresence(presence: XmlElement): void {
    const { type, from, to } = presence.attributes;
    if (type === "subscribe" && from !== undefined)
      this.outbound.say(
        xml("presence", { xmlns: NS.client, from: to, to: from, type: "unsubscribed" }),
        true,
      );
  }

  #keep(stanza: XmlElement): void {
    const { settings, sink, clock } = this.#options;
    const sender = jidOf(stanza.attributes["from"])?.bare ?? "";
    const received = {
      stanza,
      arrived: "live",
      archiveId: null,
      archivedAt: null,
      subscription: null,
    } as const;
    this.#counted.add(sender, () =>
      sink.receive(
        settings.tenant,
        STANZA_SOURCE,
        stanzaWire(settings.account, received, clock.now()),
      ),
    );
  }
}
