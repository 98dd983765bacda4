// Whom the account knows (RFC 6121 §2) and who is there (§4): for the state of a recipient, never for evidence by itself.
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { childrenOf, type XmlElement } from "../../model/xml.ts";
import type { RosterEntry } from "../port.ts";

const SUBSCRIPTIONS: readonly RosterEntry["subscription"][] = ["none", "to", "from", "both"];
/** Of so many who are not in the roster the presence is remembered; who was longest silent is forgotten first. */
const MOST_STRANGERS = 4_096;
const MOST_RESOURCES = 64;

export class Contacts {
  #roster: Map<string, RosterEntry["subscription"]> | null = null;
  /** Of each bare JID the resources that are there. An empty set: said to be away. */
  readonly #present = new Map<string, Set<string>>();
  /** Those of `#present` who are not in the roster, the longest silent first: a flood of them takes no contact's place. */
  readonly #strangers = new Set<string>();

  /** A roster, or a change of it (RFC 6121 §2.1.6). */
  takeRoster(query: XmlElement, whole: boolean): void {
    const roster = whole ? new Map<string, RosterEntry["subscription"]>() : this.#roster;
    if (roster === null) return;
    for (const item of childrenOf(query)) {
      const jid = jidOf(item.attributes["jid"])?.bare;
      if (item.name !== "item" || item.namespace !== NS.roster || jid === undefined) continue;
      const said = item.attributes["subscription"] ?? "none";
      if (said === "remove") {
        roster.delete(jid);
        this.#present.delete(jid);
      } else {
        roster.set(jid, SUBSCRIPTIONS.find((each) => each === said) ?? "unknown");
        this.#strangers.delete(jid);
      }
    }
    this.#roster = roster;
  }

  takePresence(presence: XmlElement): void {
    const jid = jidOf(presence.attributes["from"]);
    const kind = presence.attributes["type"] ?? "available";
    if (jid === null || (kind !== "available" && kind !== "unavailable")) return;
    const present = this.#present.get(jid.bare) ?? new Set<string>();
    if (kind === "unavailable") {
      if (jid.resource === null) present.clear();
      else present.delete(jid.resource);
    } else if (present.size < MOST_RESOURCES) present.add(jid.resource ?? "");
    this.#present.set(jid.bare, present);
    if (this.#roster?.has(jid.bare) !== true) this.#heardOfStranger(jid.bare);
  }

  #heardOfStranger(bare: string): void {
    this.#strangers.delete(bare);
    this.#strangers.add(bare);
    const [longestSilent] = this.#strangers;
    if (this.#strangers.size <= MOST_STRANGERS || longestSilent === undefined) return;
    this.#strangers.delete(longestSilent);
    this.#present.delete(longestSilent);
  }

  /** How many of the clients that the addressee may reach are there. */
  presentCount(to: string): number {
    const jid = jidOf(to);
    const present = jid === null ? undefined : this.#present.get(jid.bare);
    if (jid === null || present === undefined) return 0;
    return jid.resource === null ? present.size : Number(present.has(jid.resource));
  }

  /** The full JIDs of an addressee's clients that are there. */
  resourcesOf(to: string): readonly string[] {
    const jid = jidOf(to);
    if (jid === null) return [];
    if (jid.resource !== null) return [jid.full];
    const present = this.#present.get(jid.bare) ?? new Set<string>();
    return [...present].filter((each) => each !== "").map((each) => `${jid.bare}/${each}`);
  }

  subscriptionOf(bare: string): RosterEntry["subscription"] | null {
    return this.#roster?.get(bare) ?? null;
  }

  get roster(): readonly RosterEntry[] | null {
    if (this.#roster === null) return null;
    return [...this.#roster].map(([jid, subscription]) => ({ jid, subscription }));
  }

  /**
   * Unavailable only where the server tells us of that contact's presence at all (RFC 6121 §3: "to" or "both"), and none of
   * its clients is there: what is addressed to one that is not, the server may give to the others (§8.5.3.2.1).
   */
  availability(to: string): "available" | "unavailable" | "unknown" {
    const jid = jidOf(to);
    const present = jid === null ? undefined : this.#present.get(jid.bare);
    if (jid === null || present === undefined) return "unknown";
    if (jid.resource === null ? present.size > 0 : present.has(jid.resource)) return "available";
    if (present.size > 0) return "unknown";
    const subscription = this.#roster?.get(jid.bare);
    return subscription === "to" || subscription === "both" ? "unavailable" : "unknown";
  }
}
