// One session of one account, from binding a resource until it can no longer be resumed: it outlives its connections.
import type { Clock, ProviderSink } from "@underclaim/runtime";
import { NS } from "../../model/namespaces.ts";
import { escapeXml, xml, type XmlElement } from "../../model/xml.ts";
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
import { CatchingUp } from "./catching-up.ts";
import { Contacts } from "./contacts.ts";
import { Counted } from "./counted.ts";
import { givesStanzaIds, hasArchive, NO_ABILITIES, type Abilities } from "./disco.ts";
import { SessionFailure } from "./failure.ts";
import { askFirst } from "./first-questions.ts";
import { Incoming } from "./incoming.ts";
import { Iqs } from "./iq.ts";
import { lackingOf } from "./lacking.ts";
import { SESSION_NS } from "./names.ts";
import { countOf } from "./negotiate.ts";
import { Outbound } from "./outbound.ts";
import { ReadAhead } from "./read-ahead.ts";
import { Silence } from "./silence.ts";
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
  readonly #catchingUp: CatchingUp;
  readonly #incoming: Incoming;
  readonly #commands: Commands;
  readonly #acknowledging: Acknowledging;
  readonly #ahead: ReadAhead;
  readonly #silence: Silence;
  #abilities: Abilities = NO_ABILITIES;
  #stream: Stream | null = null;
  #carbons = false;

  constructor(options: SessionOptions) {
    const { settings, own, clock, randomId, management } = options;
    const { answer, silence } = settings.timeouts;
    this.#options = options;
    this.#counted = new Counted({
      onProgress: () => this.#progressed(),
      onFailure: () =>
        this.#stream?.cut(new SessionFailure("not_kept", "What was received could not be kept.")),
    });
    this.#ahead = new ReadAhead(this.#counted, {
      pause: () => this.#stream?.sessionSocket?.pause(),
      resume: () => this.#stream?.sessionSocket?.resume(),
    });
    this.outbound = new Outbound({
      clock,
      window: settings.window,
      answerMs: answer,
      managed: management !== null,
      reads: () => !this.#ahead.paused,
      ping: () => this.#iqs.ping(options.domain),
    });
    this.#silence = new Silence({
      clock,
      most: silence,
      ask: () => {
        if (!this.#ahead.paused) this.outbound.probe();
      },
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
    this.#catchingUp = new CatchingUp({
      clock,
      archive: this.#archive,
      againMs: silence,
      connected: () => this.#stream !== null,
    });
    this.clients = new ClientCapabilities({
      iqs: this.#iqs,
      subscriptionOf: (bare) => this.contacts.subscriptionOf(bare),
      told: (stanza, can) => this.#incoming.told(stanza, can),
    });
    this.rooms = new Rooms({
      ...options,
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
    return lackingOf({
      settings: this.#options.settings,
      managed: this.managed,
      archive: hasArchive(this.#abilities),
      caughtUp: this.#catchingUp.done,
      carbons: this.#carbons,
      blocks: this.#incoming.blocks,
      wasLiedTo: this.#incoming.wasLiedTo,
      rooms: this.rooms.degradations,
      nodes: this.nodes.degradations,
    });
  }

  /** The first connection: finds out what there is, and says that it is there. */
  async begin(stream: Stream): Promise<void> {
    this.outbound.attach(stream);
    this.#attach(stream);
    this.#carbons = await askFirst(this.#iqs, this.#options, {
      abilities: (abilities) => {
        this.#abilities = abilities;
      },
      roster: (query) => this.contacts.takeRoster(query, true),
      blocklist: (blocklist) => this.#incoming.takeBlocklist(blocklist),
    });
    this.outbound.say(xml("presence", { xmlns: NS.client }));
    this.outbound.open();
    this.rooms.begin();
    void this.nodes.begin();
    if (this.#reads) void this.#catchingUp.go();
  }

  /** A later connection of the same session. */
  resume(stream: Stream, handled: number): void {
    this.#counted.begin();
    this.outbound.resume(stream, handled);
    this.#attach(stream);
    this.rooms.resumed();
    if (this.#reads && !this.#catchingUp.done) void this.#catchingUp.go();
  }

  /** The connection is gone. Resolves once all that it brought is durable, so that the count is right. */
  async detach(): Promise<void> {
    this.#silence.end();
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
    this.#ahead.begin();
    stream.sessionSocket?.on("drain", () => this.outbound.drained());
    this.#silence.watch(stream);
    stream.deliver((element) => this.#take(stream, element));
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
    this.#ahead.took();
  }

  #progressed(): void {
    this.#ahead.progressed();
    this.#acknowledging.progressed();
  }
}
