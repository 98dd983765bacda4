// One session of one account, from binding a resource until it can no longer be resumed: it outlives its connections.
import type { Clock, ProviderSink } from "@underclaim/runtime";
import { NS } from "../../model/namespaces.ts";
import { child, escapeXml, xml, type XmlElement } from "../../model/xml.ts";
import type { ClientSettings } from "../../configuration.ts";
import { OWN_JID } from "../../model/command.ts";
import { anyHasCommands } from "../commands/announced.ts";
import { Commands } from "../commands/commands.ts";
import { Nodes } from "../pubsub/nodes.ts";
import type { RoomMemory } from "../rooms/memory.ts";
import { Rooms } from "../rooms/rooms.ts";
import { Acknowledging } from "./acknowledging.ts";
import { Archive, type ArchivePositionStore } from "./archive.ts";
import { ClientCapabilities } from "./capabilities.ts";
import { Contacts } from "./contacts.ts";
import { Counted } from "./counted.ts";
import { abilitiesOf, givesStanzaIds, hasArchive, NO_ABILITIES, type Abilities } from "./disco.ts";
import { SessionFailure } from "./failure.ts";
import { Incoming } from "./incoming.ts";
import { Iqs } from "./iq.ts";
import { SESSION_NS } from "./names.ts";
import { countOf } from "./negotiate.ts";
import { Outbound } from "./outbound.ts";
import type { Stream } from "./stream.ts";

export interface SessionOptions {
  readonly settings: ClientSettings;
  /** The own bare JID, and its domain. */
  readonly own: string;
  readonly domain: string;
  /** The own full JID. */
  readonly full: string;
  readonly clock: Clock;
  readonly randomId: () => string;
  readonly archivePosition: ArchivePositionStore;
  readonly sink: ProviderSink;
  readonly roomMemory: RoomMemory;
  /** XEP-0198: null where the server has none, its `id` null where it cannot be resumed. */
  readonly management: { readonly id: string | null } | null;
}

/** What arrived and is not kept yet: beyond this the connection is not read, until it is below the other. */
const READ_AHEAD = { most: 64, again: 16 };

export class Session {
  readonly outbound: Outbound;
  readonly contacts = new Contacts();
  readonly clients: ClientCapabilities;
  readonly rooms: Rooms;
  readonly nodes: Nodes;
  readonly #options: SessionOptions;
  readonly #counted: Counted;
  readonly #iqs: Iqs;
  readonly #archive: Archive;
  readonly #incoming: Incoming;
  readonly #commands: Commands;
  readonly #acknowledging: Acknowledging;
  #abilities: Abilities = NO_ABILITIES;
  #stream: Stream | null = null;
  #paused = false;
  #carbons = false;
  #caughtUp = false;
  #catchingUp = false;
  #cancelIdle: () => void = () => undefined;

  constructor(options: SessionOptions) {
    const { settings, own, clock, randomId, management } = options;
    const { answer } = settings.timeouts;
    this.#options = options;
    this.#counted = new Counted({
      onProgress: () => this.#progressed(),
      onFailure: () =>
        this.#stream?.cut(new SessionFailure("not_kept", "What was received could not be kept.")),
    });
    this.outbound = new Outbound({
      clock,
      window: settings.window,
      answerMs: answer,
      managed: management !== null,
      reads: () => !this.#paused,
      ping: () => this.#ping(),
    });
    this.#acknowledging = new Acknowledging({
      counted: this.#counted,
      put: (text) => void this.#stream?.put(text),
      awaits: () => management !== null && this.outbound.awaitsAnswer,
    });
    this.#iqs = new Iqs({
      clock,
      randomId,
      own,
      timeoutMs: answer,
      send: (stanza) => this.outbound.say(stanza),
    });
    this.#archive = new Archive({
      clock,
      randomId,
      own,
      iqs: this.#iqs,
      store: options.archivePosition,
      handIn: (result) => this.#incoming.archived(result),
    });
    this.clients = new ClientCapabilities({
      iqs: this.#iqs,
      subscriptionOf: (bare) => this.contacts.subscriptionOf(bare),
      told: (stanza, can) => this.#incoming.told(stanza, can),
    });
    this.rooms = new Rooms({
      settings,
      clock,
      randomId,
      sink: options.sink,
      counted: this.#counted,
      iqs: this.#iqs,
      memory: options.roomMemory,
      say: (stanza) => this.outbound.say(stanza),
    });
    this.nodes = new Nodes({
      ...options,
      counted: this.#counted,
      iqs: this.#iqs,
      connected: () => this.#stream !== null,
    });
    this.#commands = new Commands({
      ...options,
      counted: this.#counted,
      say: (stanza) => this.outbound.say(stanza, true),
    });
    this.#incoming = new Incoming({
      ...options,
      commands: this.#commands,
      nodes: this.nodes,
      rooms: this.rooms,
      counted: this.#counted,
      contacts: this.contacts,
      clients: this.clients,
      iqs: this.#iqs,
      archive: this.#archive,
      trustsIds: () => givesStanzaIds(this.#abilities),
      say: (stanza, courtesy) => this.outbound.say(stanza, courtesy),
    });
  }

  get abilities(): Abilities {
    return this.#abilities;
  }

  get managed(): boolean {
    return this.#options.management !== null;
  }

  /** What a resumption names; null where there can be none. */
  get resumable(): { readonly id: string; readonly handled: number } | null {
    const id = this.#options.management?.id ?? null;
    return id === null ? null : { id, handled: this.#counted.handled };
  }

  get degradations(): readonly string[] {
    const { settings, management } = this.#options;
    const archived = this.#reads;
    return [
      ...(management === null ? ["The server does not acknowledge stanzas (XEP-0198)."] : []),
      ...(settings.archive && !archived ? ["The account has no archive (XEP-0313)."] : []),
      ...(archived && !this.#caughtUp ? ["The archive has not been read up to now."] : []),
      ...(settings.carbons && !this.#carbons
        ? ["What other clients of the account receive is not copied here (XEP-0280)."]
        : []),
      ...(this.#incoming.blocks ? ["The account blocks some addresses (XEP-0191)."] : []),
      ...this.rooms.degradations,
      ...this.nodes.degradations,
      ...(this.#incoming.wasLiedTo ? ["Forged copies or archive results were ignored."] : []),
    ];
  }

  /** The first connection: finds out what there is, and says that it is there. */
  async begin(stream: Stream): Promise<void> {
    this.outbound.attach(stream);
    this.#attach(stream);
    const { settings, domain, own } = this.#options;
    const roster = this.#iqs.ask("get", null, xml("query", { xmlns: NS.roster }));
    this.#abilities = await abilitiesOf(this.#iqs, domain, own);
    const known = await roster;
    const query = known.ok ? child(known.iq, "query", NS.roster) : null;
    if (query !== null) this.contacts.takeRoster(query, true);
    const { server } = this.#abilities;
    const blocks = xml("blocklist", { xmlns: NS.blocking });
    const [carbons, blocklist] = await Promise.all([
      settings.carbons && server.has(NS.carbons)
        ? this.#iqs.ask("set", null, xml("enable", { xmlns: NS.carbons }))
        : null,
      server.has(NS.blocking) ? this.#iqs.ask("get", null, blocks) : null,
    ]);
    this.#carbons = carbons?.ok === true;
    if (blocklist?.ok === true)
      this.#incoming.takeBlocklist(child(blocklist.iq, "blocklist", NS.blocking));
    this.outbound.say(xml("presence", { xmlns: NS.client }));
    this.outbound.open();
    this.rooms.begin();
    void this.nodes.begin();
    if (this.#reads) void this.#catchUp();
  }

  /** A later connection of the same session. */
  resume(stream: Stream, handled: number): void {
    this.#counted.begin();
    this.outbound.resume(stream, handled);
    this.#attach(stream);
    this.rooms.resumed();
    if (this.#reads && !this.#caughtUp) void this.#catchUp();
  }

  /** The connection is gone. Resolves once all that it brought is durable, so that the count is right. */
  async detach(): Promise<void> {
    this.#cancelIdle();
    const stream = this.#stream;
    this.#stream = null;
    this.outbound.detach();
    await this.#settled();
    // The server does not know that the stanza was refused, and would send it again and again.
    if (stream?.brokeOnStanza === true) this.#counted.skip();
  }

  /** What is not kept by then is not counted: the server will send it again. */
  async #settled(): Promise<void> {
    const { clock, settings } = this.#options;
    const cancel = clock.wakeAt(clock.now() + settings.timeouts.answer, () =>
      this.#counted.forget(),
    );
    await this.#counted.idle();
    cancel();
  }

  /** No connection will come any more. */
  async abandon(handled: number | null, reason: string): Promise<void> {
    this.rooms.close();
    this.nodes.close();
    this.#counted.forget();
    this.outbound.abandon(handled, reason);
    this.#iqs.close();
    await this.#archive.flush();
  }

  /** Says goodbye, once all that came in has been counted. */
  async close(): Promise<void> {
    const stream = this.#stream;
    await this.#settled();
    if (stream === null) return;
    if (this.managed) this.#acknowledging.say();
    await stream.end(new SessionFailure("stopped", "It was stopped."));
  }

  find(to: string, stanzaId: string, since: number): Promise<string | null> {
    if (this.rooms.has(to)) return this.rooms.find(to, stanzaId, since);
    if (!this.#reads) return Promise.resolve(null);
    return this.#archive.find(to, stanzaId, since);
  }

  /** The form in which a prompt goes out: with a command where a client that is there announces such. */
  async promptFor(to: string, withCommand: string): Promise<string | null> {
    const { clock, full } = this.#options;
    const known = { iqs: this.#iqs, clock, known: this.clients };
    const has = await anyHasCommands(known, this.contacts.resourcesOf(to));
    return has ? withCommand.replaceAll(OWN_JID, escapeXml(full)) : null;
  }

  #attach(stream: Stream): void {
    this.#stream = stream;
    this.#paused = false;
    stream.sessionSocket?.on("drain", () => this.outbound.drained());
    this.#watch(stream);
    stream.deliver((element) => this.#take(stream, element));
  }

  /** Asks after a silence; what must come then, or the connection is cut, is the sender's to watch. */
  #watch(stream: Stream): void {
    const { clock, settings } = this.#options;
    const at = stream.heardAt + settings.timeouts.silence;
    this.#cancelIdle = clock.wakeAt(Math.max(at, clock.now() + 1), () => {
      if (this.#stream !== stream) return;
      const silent = clock.now() - stream.heardAt >= settings.timeouts.silence;
      if (silent && !this.#paused) this.outbound.probe();
      this.#cancelIdle();
      this.#watch(stream);
    });
  }

  async #ping(): Promise<boolean> {
    const { domain } = this.#options;
    const answer = await this.#iqs.ask("get", domain, xml("ping", { xmlns: SESSION_NS.ping }));
    // Any answer is one in order; that none came is none.
    return answer.ok || !["timeout", "closed", "busy"].includes(answer.condition);
  }

  /** Again, where the archive did not answer: after a while, or with the next connection. */
  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    this.#caughtUp = await this.#archive.catchUp().catch(() => false);
    this.#catchingUp = false;
    if (this.#caughtUp || this.#stream === null) return;
    const { clock, settings } = this.#options;
    clock.wakeAt(clock.now() + settings.timeouts.silence, () => {
      if (this.#stream !== null && !this.#caughtUp) void this.#catchUp();
    });
  }

  get #reads(): boolean {
    return this.#options.settings.archive && hasArchive(this.#abilities);
  }

  #take(stream: Stream, element: XmlElement): void {
    if (this.#stream !== stream) return;
    const { name, namespace } = element;
    if (namespace === SESSION_NS.management && this.managed) {
      if (name === "r") this.#acknowledging.say();
      const handled = name === "a" ? countOf(element) : null;
      if (handled !== null) this.outbound.answered(handled);
    }
    if (namespace !== NS.client) return;
    if (name === "iq") this.#incoming.iq(element);
    else if (name === "presence") this.#incoming.presence(element);
    else if (name === "message") this.#incoming.message(element);
    if (!this.#paused && this.#counted.pending > READ_AHEAD.most) {
      this.#paused = true;
      stream.sessionSocket?.pause();
    }
  }

  #progressed(): void {
    if (this.#paused && this.#counted.pending <= READ_AHEAD.again) {
      this.#paused = false;
      this.#stream?.sessionSocket?.resume();
    }
    this.#acknowledging.progressed();
  }
}
