// One account, as its transport uses it: what is sent, asked and told goes to the session that stands, where one does.
import type { ProviderHealth, ProviderSink } from "@underclaim/runtime";
import type { ClientSettings } from "../../configuration.ts";
import type { Jid } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import type { Publication, Published } from "../../pubsub/port.ts";
import type { ClientTransportOptions } from "../client.ts";
import {
  type ProviderFeature,
  type RoomStanding,
  type RosterEntry,
  type Submitted,
  type Unpublished,
  type XmppChannelState,
  type XmppSubmission,
} from "../port.ts";
import { hasArchive } from "./disco.ts";
import { Keeping } from "./keeping.ts";
import { LookUps, type LookUp } from "./look-ups.ts";
import { recipientOf } from "./recipient.ts";
import type { Session } from "./session.ts";
import { channelOf, healthOf } from "./standing.ts";
import { Starting } from "./starting.ts";

/** When a message that was not sent is tried again, at the earliest. */
const AGAIN_MS = 1_000;

export class Account {
  readonly #settings: ClientSettings;
  readonly #jid: Jid;
  readonly #options: ClientTransportOptions;
  readonly #starting: Starting;
  readonly #keeping: Keeping;
  readonly #lookUps = new LookUps(
    async ({ to, stanzaId, since }) =>
      (await this.#keeping.session?.find(to, stanzaId, since)) ?? null,
    () => this.#keeping.online,
  );

  constructor(settings: ClientSettings, jid: Jid, options: ClientTransportOptions) {
    this.#settings = settings;
    this.#jid = jid;
    this.#options = options;
    this.#starting = new Starting(options.clock);
    this.#keeping = new Keeping({
      settings,
      jid,
      transport: options,
      starting: this.#starting,
      lookUps: this.#lookUps,
    });
  }

  start(sink: ProviderSink): void {
    this.#keeping.start(sink);
  }

  /** Says goodbye. What is then unanswered is unknown. */
  stop(): Promise<void> {
    return this.#keeping.stop();
  }

  async submit(
    { to, stanza, withCommand = null, until = null }: XmppSubmission,
    signal: AbortSignal,
  ): Promise<Submitted> {
    const starting = this.#starting.over(signal);
    if (starting !== null) await starting;
    const session = this.#keeping.session;
    if (session === null) return this.#notSent("There is no session.");
    const known = session.rooms.known(to, signal);
    if (known !== null) await known;
    const bar = session.rooms.bar(to);
    if (bar?.kind === "refused") return bar;
    if (bar?.kind === "wait")
      return { kind: "not_sent", retryAt: bar.retryAt, reason: "The account is not in the room." };
    const prompt = withCommand === null ? null : await session.promptFor(to, withCommand);
    const sending = await session.outbound.submit(prompt ?? stanza, signal, until);
    switch (sending.kind) {
      case "handled":
        return {
          kind: "accepted",
          by: sending.by,
          archiveId: null,
          ...(withCommand === null ? {} : { offered: prompt === null ? "text" : "command" }),
          ...this.recipient(to),
        };
      case "not_written":
        return this.#notSent(sending.reason);
      case "lost":
        return { kind: "unknown", reason: sending.reason };
    }
  }

  /** What the session knows of an addressee now. */
  recipient(to: string): ReturnType<typeof recipientOf> {
    return recipientOf(to, this.#keeping.session, this.#jid);
  }

  /** Asks the archive, as soon as there is a session. Null: not found, or there will be none. */
  find(one: LookUp): Promise<string | null> {
    return this.#keeping.started ? this.#lookUps.find(one) : Promise.resolve(null);
  }

  features(): readonly ProviderFeature[] {
    const session = this.#online;
    if (session === null) return [];
    return [
      "client_to_server",
      "delivery_receipts",
      "displayed_markers",
      "chat_state_notifications",
      ...(session.managed ? (["stream_management"] as const) : []),
      ...(this.#settings.rooms.length > 0 ? (["multi_user_chat"] as const) : []),
      ...(this.#settings.nodes.length > 0 ? (["pubsub"] as const) : []),
      ...(this.#settings.archive && hasArchive(session.abilities)
        ? (["message_archive_management"] as const)
        : []),
    ];
  }

  async publish(publication: Publication, signal: AbortSignal): Promise<Published | Unpublished> {
    const starting = this.#starting.over(signal);
    if (starting !== null) await starting;
    const session = this.#online;
    return session?.nodes.publish(publication) ?? this.#notSent("There is no session.");
  }

  async findItem(publication: Publication): Promise<Published | null> {
    const session = this.#online;
    return (await session?.nodes.find(publication)) === true ? { kind: "done" } : null;
  }

  rooms(): readonly RoomStanding[] {
    return this.#keeping.session?.rooms.standings ?? [];
  }

  roster(): readonly RosterEntry[] | null {
    return this.#keeping.session?.contacts.roster ?? null;
  }

  health(): ProviderHealth {
    return healthOf(this.#keeping.standing);
  }

  channel(): XmppChannelState {
    const { server = [], account = [] } = this.#keeping.session?.abilities ?? {};
    const managed = this.#keeping.session?.managed === true ? ["urn:xmpp:sm:3"] : [];
    const extensions = new Set([...managed, ...server, ...account]);
    return channelOf(this.#keeping.standing, [...extensions].filter(isExtension).toSorted());
  }

  /** The session, while it has a connection. */
  get #online(): Session | null {
    return this.#keeping.online ? this.#keeping.session : null;
  }

  #notSent(reason: string): Unpublished {
    const { online, failure, nextAttempt } = this.#keeping;
    const retryAt = Math.max(this.#options.clock.now(), nextAttempt) + AGAIN_MS;
    const refused = failure?.kind === "authentication";
    return {
      kind: "not_sent",
      retryAt,
      reason,
      // A full window is no lack of a session.
      ...(online ? {} : { because: refused ? "authentication_failed" : "no_session" }),
    };
  }
}

/** Features that name an extension of the protocol, without those that name what else a server is. */
const isExtension = (feature: string): boolean =>
  feature.length <= 200 && feature !== NS.client && /^[\x21-\x7e]+$/.test(feature);
