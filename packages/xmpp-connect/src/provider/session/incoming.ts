// What a session receives: to whom each stanza matters, and what may be believed of it.
import type { Clock, ProviderSink } from "@underclaim/runtime";
import type { ClientSettings } from "../../configuration.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, xml, type XmlElement } from "../../model/xml.ts";
import { STANZA_SOURCE } from "../port.ts";
import type { Commands } from "../commands/commands.ts";
import type { Nodes } from "../pubsub/nodes.ts";
import type { Rooms } from "../rooms/rooms.ts";
import { answerToIq } from "./answer-iq.ts";
import type { Archive } from "./archive.ts";
import type { ClientCapabilities } from "./capabilities.ts";
import type { Contacts } from "./contacts.ts";
import type { Counted } from "./counted.ts";
import type { Iqs } from "./iq.ts";
import { isOwn, unwrap, type ArchivedMessage } from "./unwrap.ts";
import { stanzaWire, type Received } from "./wire.ts";

export interface IncomingOptions {
  readonly settings: ClientSettings;
  /** The own bare JID. */
  readonly own: string;
  readonly clock: Clock;
  readonly sink: ProviderSink;
  readonly counted: Counted;
  readonly contacts: Contacts;
  readonly clients: ClientCapabilities;
  readonly iqs: Iqs;
  readonly archive: Archive;
  readonly rooms: Rooms;
  readonly nodes: Nodes;
  readonly commands: Commands;
  /** XEP-0359 §5: the account announces stanza-ids. */
  readonly trustsIds: () => boolean;
  readonly say: (stanza: string, courtesy: boolean) => boolean;
}

/** Receipts and markers alone (XEP-0184, XEP-0333): no words of anybody's, and nothing that another supersedes. */
const isAboutAMessage = (stanza: XmlElement): boolean =>
  stanza.name === "message" &&
  stanza.attributes["type"] !== "error" &&
  childrenOf(stanza).every(({ namespace }) => ABOUT_A_MESSAGE.has(namespace));
const ABOUT_A_MESSAGE: ReadonlySet<string> = new Set([
  NS.receipts,
  NS.markers,
  NS.ids,
  NS.hints,
  NS.delay,
]);

type Arrived = Omit<Received, "subscription">;

export class Incoming {
  readonly #options: IncomingOptions;
  #blocked = 0;
  #forged = 0;

  constructor(options: IncomingOptions) {
    this.#options = options;
  }

  /** XEP-0191 §3.2: what `blocklist` answers. */
  takeBlocklist(blocklist: XmlElement | null): void {
    this.#blocked = blocklist === null ? 0 : childrenOf(blocklist).length;
  }

  get blocks(): boolean {
    return this.#blocked > 0;
  }

  get wasLiedTo(): boolean {
    return this.#forged > 0;
  }

  iq(iq: XmlElement): void {
    const { type, from } = iq.attributes;
    // An occupant's answer is nobody's (XEP-0045).
    const fromRoom = this.#options.rooms.has(jidOf(from)?.bare ?? "");
    if (!fromRoom && this.#options.commands.take(iq)) return;
    if (type === "result" || type === "error") {
      this.#options.iqs.take(iq);
      this.#options.counted.skip();
      return;
    }
    // RFC 6121 §2.1.6: from anybody but the own account a push is none.
    const mayPush = type === "set" && isOwn(from, this.#options.own);
    const roster = mayPush ? child(iq, "query", NS.roster) : null;
    const pushed = roster !== null || (mayPush && this.#takeBlocking(iq));
    const answer = pushed
      ? xml("iq", { xmlns: NS.client, type: "result", id: iq.attributes["id"], to: from })
      : answerToIq(iq);
    if (answer !== null) this.#options.say(answer, true);
    if (roster === null) this.#options.counted.skip();
    else {
      this.#options.contacts.takeRoster(roster, false);
      this.#keep({ stanza: iq, arrived: "live", archiveId: null, archivedAt: null });
    }
  }

  /** The own account has changed its block list (XEP-0191 §3.3). */
  #takeBlocking(iq: XmlElement): boolean {
    const block = child(iq, "block", NS.blocking);
    const unblock = child(iq, "unblock", NS.blocking);
    if (block !== null) this.#blocked += childrenOf(block).length;
    if (unblock !== null) {
      const freed = childrenOf(unblock).length;
      this.#blocked = freed === 0 ? 0 : Math.max(0, this.#blocked - freed);
    }
    return block !== null || unblock !== null;
  }

  presence(presence: XmlElement): void {
    const from = jidOf(presence.attributes["from"]);
    if (from === null || from.bare === this.#options.own) {
      this.#options.counted.skip();
      return;
    }
    if (this.#options.rooms.has(from.bare)) {
      this.#options.rooms.presence(presence);
      return;
    }
    this.#options.contacts.takePresence(presence);
    const can = this.#options.clients.take(presence);
    if (presence.attributes["type"] === "subscribe" && this.#accepts(from.bare))
      this.#options.say(
        xml("presence", { xmlns: NS.client, to: from.bare, type: "subscribed" }),
        true,
      );
    this.#keep({ stanza: presence, arrived: "live", archiveId: null, archivedAt: null, can });
  }

  /** What a client can do, once it is known. Not counted: what cannot be kept of it is asked again in the next session. */
  told(stanza: XmlElement, can: Capabilities): void {
    const live = { arrived: "live", archiveId: null, archivedAt: null } as const;
    this.#handIn({ stanza, ...live, can }).catch(() => undefined);
  }

  #accepts(bare: string): boolean {
    switch (this.#options.settings.subscription) {
      case "ignore":
        return false;
      case "accept_known":
        return this.#options.contacts.subscriptionOf(bare) !== null;
      case "accept_all":
        return true;
    }
  }

  message(message: XmlElement): void {
    if (this.#options.rooms.has(jidOf(message.attributes["from"])?.bare ?? "")) {
      this.#options.rooms.message(message);
      return;
    }
    if (this.#options.nodes.take(message)) return;
    const read = unwrap(message, {
      own: this.#options.own,
      trustsIds: this.#options.trustsIds(),
      isLiveQuery: (queryId) => this.#options.archive.isLive(queryId),
    });
    switch (read.kind) {
      case "forged":
        this.#forged += 1;
        this.#options.counted.skip();
        return;
      case "own_copy":
        this.#options.counted.skip();
        return;
      case "archived":
        // At once: when the page's end comes its results must have been taken.
        this.#options.counted.add(null, () =>
          this.#options.archive.take(read.queryId, read.result),
        );
        return;
      case "carbon":
      case "message": {
        const { archiveId, message: stanza } = read;
        const arrived = read.kind === "carbon" ? "carbon" : "live";
        this.#keep({ stanza, arrived, archiveId, archivedAt: null });
      }
    }
  }

  archived({ message, archiveId, at }: ArchivedMessage): Promise<void> {
    const { own, trustsIds } = this.#options;
    // What the account itself has sent is no answer to anything.
    if (jidOf(message.attributes["from"] ?? own)?.bare === own) return Promise.resolve();
    const trusted = trustsIds();
    return this.#handIn({
      stanza: message,
      arrived: "archive",
      // Else what came live could not be told from what is read again.
      archiveId: trusted ? archiveId : null,
      archivedAt: at,
    });
  }

  #keep(received: Arrived): void {
    const { archiveId, stanza } = received;
    const sender = jidOf(stanza.attributes["from"])?.bare ?? "";
    this.#options.counted.add(
      // What a client says of a message means the same in whatever order it is kept: it waits for nothing.
      isAboutAMessage(stanza) ? null : sender,
      () => this.#handIn(received),
      // In order: a position says that everything before it has been kept.
      () => (archiveId === null ? undefined : this.#options.archive.passed(archiveId)),
    );
  }

  #handIn(received: Arrived): Promise<void> {
    const { sink, settings, clock } = this.#options;
    const bare = jidOf(received.stanza.attributes["from"])?.bare ?? "";
    const subscription = this.#options.contacts.subscriptionOf(bare);
    const wire = stanzaWire(settings.account, { ...received, subscription }, clock.now());
    return sink.receive(settings.tenant, STANZA_SOURCE, wire);
  }
}
