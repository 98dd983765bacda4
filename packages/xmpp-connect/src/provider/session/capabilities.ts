// What the clients of our contacts can do: read from the hashes in their presence, and asked for where those are not known
// (XEP-0115, XEP-0030). Only of those whose presence we are allowed to see: a question tells where we are.
import { announcesCommands, capabilitiesIn, type Capabilities } from "../../model/capabilities.ts";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, xml, type XmlElement } from "../../model/xml.ts";
import type { RosterEntry } from "../port.ts";
import { capsOf, isProven, type CapsRef } from "./entity-capabilities.ts";
import type { Iqs } from "./iq.ts";

/** Questions at one time, questions that wait, clients and hashes that are remembered. */
const MOST = { asked: 8, waiting: 4_096, clients: 50_000, hashes: 1_000 };

interface Said {
  readonly can: Capabilities;
  readonly commands: boolean;
}

interface Client {
  readonly jid: string;
  readonly caps: CapsRef | null;
  said: Said | null;
}

export interface ClientCapabilitiesOptions {
  readonly iqs: Pick<Iqs, "ask">;
  readonly subscriptionOf: (bare: string) => RosterEntry["subscription"] | null;
  /**
   * It has become known what a client can, later than with its presence.
   *
   * @param stanza its answer, or its presence where another client's answer told it
   */
  readonly told: (stanza: XmlElement, can: Capabilities) => void;
}

interface Waiting {
  readonly client: Client;
  /** The newest. */
  presence: XmlElement;
}

export class ClientCapabilities {
  readonly #options: ClientCapabilitiesOptions;
  /** By bare JID, then by full JID. */
  readonly #clients = new Map<string, Map<string, Client>>();
  #count = 0;
  /** What was proven to be what a hash stands for. */
  readonly #proven = new Map<string, Said>();
  readonly #waiting: Waiting[] = [];
  readonly #asking = new Map<Client, Promise<void>>();

  constructor(options: ClientCapabilitiesOptions) {
    this.#options = options;
  }

  /** A client's presence. @returns what it can, where that is known at once */
  take(presence: XmlElement): Capabilities | null {
    const jid = jidOf(presence.attributes["from"]);
    if (jid === null) return null;
    const { type = "available" } = presence.attributes;
    if (type === "unavailable") this.#forget(jid.bare, jid.resource === null ? null : jid.full);
    const subscription = this.#options.subscriptionOf(jid.bare);
    const allowed = subscription === "to" || subscription === "both";
    if (type !== "available" || jid.resource === null || !allowed) return null;
    const caps = capsOf(presence);
    const before = this.#clients.get(jid.bare)?.get(jid.full);
    if (before !== undefined && before.caps?.key === caps?.key) {
      // What it is told with later is noted as its presence, too: an older one would stand over this one.
      if (before.said !== null) return before.said.can;
      for (const each of this.#waiting) if (each.client === before) each.presence = presence;
      return null;
    }
    const client: Client = { jid: jid.full, caps, said: this.#provenOf(caps) };
    if (!this.#remember(jid.bare, client)) return null;
    if (client.said === null && this.#waiting.length < MOST.waiting) {
      this.#waiting.push({ client, presence });
      this.#pump();
    }
    return client.said?.can ?? null;
  }

  /** Of each client that the addressee may reach, what it can; null: it has not said. */
  of(to: string): readonly (Capabilities | null)[] {
    const jid = jidOf(to);
    const clients = jid === null ? undefined : this.#clients.get(jid.bare);
    if (jid === null || clients === undefined) return [];
    return [...clients.values()]
      .filter((each) => jid.resource === null || each.jid === jid.full)
      .map(({ said }) => said?.can ?? null);
  }

  /** Whether a client has commands, once the question that is on its way is answered; null: it has not said. */
  async hasCommands(full: string): Promise<boolean | null> {
    const client = this.#clients.get(jidOf(full)?.bare ?? "")?.get(full);
    if (client === undefined) return null;
    await this.#asking.get(client);
    return client.said?.commands ?? null;
  }

  #provenOf(caps: CapsRef | null): Said | null {
    return caps === null ? null : (this.#proven.get(caps.key) ?? null);
  }

  #remember(bare: string, client: Client): boolean {
    const clients = this.#clients.get(bare) ?? new Map<string, Client>();
    if (!clients.has(client.jid)) {
      if (this.#count >= MOST.clients) return false;
      this.#count += 1;
    }
    clients.set(client.jid, client);
    this.#clients.set(bare, clients);
    return true;
  }

  /** @param full null: all of the account's */
  #forget(bare: string, full: string | null): void {
    const clients = this.#clients.get(bare);
    if (clients === undefined) return;
    const before = clients.size;
    if (full === null) clients.clear();
    else clients.delete(full);
    this.#count -= before - clients.size;
    if (clients.size === 0) this.#clients.delete(bare);
  }

  /** Of several that name one hash only the first is asked; the others wait for what it says. */
  #pump(): void {
    const isAsked = ({ caps }: Client): boolean =>
      caps !== null && [...this.#asking.keys()].some((each) => each.caps?.key === caps.key);
    while (this.#asking.size < MOST.asked) {
      const at = this.#waiting.findIndex(({ client }) => !isAsked(client));
      const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (next === undefined) return;
      const { client } = next;
      if (!this.#isThere(client)) continue;
      const answered = this.#ask(client).finally(() => {
        this.#asking.delete(client);
        this.#pump();
      });
      this.#asking.set(client, answered);
    }
  }

  /** It may have gone, or have become another, while it waited. */
  #isThere(client: Client): boolean {
    const bare = jidOf(client.jid)?.bare ?? "";
    return this.#clients.get(bare)?.get(client.jid) === client;
  }

  async #ask(client: Client): Promise<void> {
    const { jid, caps } = client;
    const node = caps?.node;
    const answer = await this.#options.iqs.ask("get", jid, xml("query", { xmlns: NS.info, node }));
    const query = answer.ok ? child(answer.iq, "query", NS.info) : null;
    // That a client does not answer says nothing.
    if (!answer.ok || query === null) return;
    const said: Said = { can: capabilitiesIn(query), commands: announcesCommands(query) };
    if (this.#isThere(client)) client.said = said;
    this.#options.told(answer.iq, said.can);
    // §5.4: what is not what the hash was made of holds for nobody else.
    if (caps === null || !isProven(query, caps)) return;
    if (this.#proven.size >= MOST.hashes) this.#proven.clear();
    this.#proven.set(caps.key, said);
    this.#settle(caps, said);
  }

  /** Those who waited for it need no question. */
  #settle(caps: CapsRef, said: Said): void {
    const same = ({ client }: Waiting): boolean => client.caps?.key === caps.key;
    const settled = this.#waiting.filter(same);
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter((each) => !same(each)));
    for (const { client, presence } of settled) {
      client.said = said;
      if (this.#isThere(client)) this.#options.told(presence, said.can);
    }
  }
}
