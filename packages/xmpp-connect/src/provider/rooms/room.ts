// One room in one session: entered, kept, left, entered again (XEP-0045 §7, §9, §10.9; XEP-0410).
import { timestamp, type Clock } from "@underclaim/runtime";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, escapeXml, xml, type XmlElement } from "../../model/xml.ts";
import type { RoomAbsence } from "../../rooms/port.ts";
import type { RoomSettings } from "../../rooms/settings.ts";
import type { RoomStanding } from "../port.ts";
import type { Iqs } from "../session/iq.ts";
import { SESSION_NS } from "../session/names.ts";
import { ROOM_NS, STATUS } from "./names.ts";
import { Occupants } from "./occupants.ts";
import { Referred } from "./referred.ts";
import {
  absenceByCondition,
  absenceOf,
  conditionOf,
  newNickOf,
  occupantIdOf,
  realJidOf,
  statusesOf,
} from "./room-stanza.ts";

export interface RoomOptions {
  readonly settings: RoomSettings;
  readonly clock: Clock;
  readonly iqs: Iqs;
  readonly randomId: () => string;
  readonly answerMs: number;
  /** Since when the room's history is wanted; null: the newest. RFC 3339. */
  readonly since: () => string | null;
  readonly say: (stanza: string) => boolean;
  /** It was entered, or it is known why it cannot be, or it was left. */
  readonly changed: (room: Room) => void;
}

/** A nickname that is taken is varied so often; then the room is tried again later. */
const MOST_NICKS = 4;

export class Room {
  readonly settings: RoomSettings;
  readonly occupants = new Occupants();
  readonly referred = new Referred();
  readonly #options: RoomOptions;
  #state: "joining" | "joined" | "out" = "out";
  #absence: RoomAbsence | null = null;
  #nick: string;
  #ownId: string | null = null;
  #features: ReadonlySet<string> = new Set();
  #title: string | null = null;
  /** Of the joining that is under way. */
  #entered: ((absence: RoomAbsence | null) => void) | null = null;
  #attempt = "";
  heardAt = 0;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.settings = options.settings;
    this.#nick = options.settings.nick;
  }

  get state(): "joining" | "joined" | "out" {
    return this.#state;
  }

  get absence(): RoomAbsence | null {
    return this.#absence;
  }

  get nick(): string {
    return this.#nick;
  }

  get anonymity(): RoomStanding["anonymity"] {
    if (this.#features.has("muc_nonanonymous")) return "non_anonymous";
    return this.#features.has("muc_semianonymous") ? "semi_anonymous" : "unknown";
  }

  /** XEP-0421, XEP-0359: ids mean something only where the room announces that it gives them. */
  get givesOccupantIds(): boolean {
    return this.#features.has(ROOM_NS.occupantId);
  }
  get givesStanzaIds(): boolean {
    return this.#features.has(NS.ids) || this.#features.has(NS.archive);
  }
  get hasArchive(): boolean {
    return this.#features.has(NS.archive);
  }

  get standing(): RoomStanding {
    return {
      name: this.settings.name,
      state: this.#state,
      absence: this.#absence,
      title: this.#title,
      anonymity: this.anonymity,
      membersOnly: this.#features.has("muc_membersonly"),
      passwordProtected: this.#features.has("muc_passwordprotected"),
      archive: this.hasArchive,
      occupantIds: this.givesOccupantIds,
      occupants: this.occupants.size,
    };
  }

  /** Never rejects. */
  async enter(): Promise<void> {
    if (this.#state !== "out") return;
    this.#state = "joining";
    this.occupants.clear();
    let absence = await this.#look();
    for (let tries = 0; absence === null && tries < MOST_NICKS; tries += 1) {
      this.#nick = this.#varied(tries);
      absence = await this.#tryToEnter();
      if (absence !== "nick_conflict") break;
      if (tries < MOST_NICKS - 1) absence = null;
    }
    this.heardAt = this.#options.clock.now();
    this.#absence = absence;
    this.#state = absence === null ? "joined" : "out";
    this.#options.changed(this);
  }

  /** Prepared (RFC 7622), as the room will call us. */
  #varied(tries: number): string {
    const { room, nick } = this.settings;
    const wanted = tries === 0 ? nick : `${nick}-${tries + 1}`;
    return jidOf(`${room}/${wanted}`)?.resource ?? wanted;
  }

  /** What it is, and whether it is at all: a presence alone would create what is missing (§10.1). */
  async #look(): Promise<RoomAbsence | null> {
    const { iqs } = this.#options;
    const question = xml("query", { xmlns: NS.info });
    const answer = await iqs.ask("get", this.settings.room, question);
    if (!answer.ok) {
      const absence = absenceByCondition(answer.condition);
      if (["timeout", "closed", "busy"].includes(answer.condition)) return "unreachable";
      if (absence === "no_service") return absence;
      return absence === "missing" && !this.settings.create ? "missing" : null;
    }
    const query = child(answer.iq, "query", NS.info);
    const said = query === null ? [] : childrenOf(query);
    this.#features = new Set(
      said.flatMap(({ name, attributes }) => (name === "feature" ? [attributes["var"] ?? ""] : [])),
    );
    this.#title =
      said.find(({ name }) => name === "identity")?.attributes["name"]?.slice(0, 200) ?? null;
    return null;
  }

  #tryToEnter(): Promise<RoomAbsence | null> {
    const { clock, answerMs, say, randomId, since } = this.#options;
    const { room, password, history } = this.settings;
    const secret = password?.current().reveal();
    this.#attempt = randomId();
    const from = since();
    const wanted = { maxstanzas: String(history), ...(from === null ? {} : { since: from }) };
    const presence = xml(
      "presence",
      { xmlns: NS.client, to: `${room}/${this.#nick}`, id: this.#attempt },
      xml(
        "x",
        { xmlns: ROOM_NS.muc },
        xml("history", wanted),
        ...(secret === undefined ? [] : [xml("password", {}, escapeXml(secret))]),
      ),
    );
    return new Promise((resolve) => {
      const cancel = clock.wakeAt(clock.now() + answerMs, () => done("unreachable"));
      const done = (absence: RoomAbsence | null): void => {
        cancel();
        this.#entered = null;
        resolve(absence);
      };
      this.#entered = done;
      if (!say(presence)) done("unreachable");
    });
  }

  /** @returns whether it tells of another occupant */
  presence(presence: XmlElement, nick: string | null): boolean {
    this.#heard();
    const kind = presence.attributes["type"] ?? "available";
    if (kind === "error") {
      if (presence.attributes["id"] === this.#attempt || nick === this.#nick)
        this.#entered?.(absenceByCondition(conditionOf(presence)));
      return false;
    }
    if (nick === null || (kind !== "available" && kind !== "unavailable")) return false;
    const codes = statusesOf(presence);
    const own = codes.has(STATUS.own) || (nick === this.#nick && this.#isOwnId(presence));
    if (kind === "available") {
      const occupantId = this.givesOccupantIds ? occupantIdOf(presence) : null;
      this.occupants.enter(nick, { jid: realJidOf(presence), occupantId });
      if (own) this.#isIn(nick, occupantId, codes);
      return !own;
    }
    this.occupants.leave(nick);
    if (!own) return true;
    if (codes.has(STATUS.nicknameChanges)) this.#nick = newNickOf(presence) ?? this.#nick;
    else this.left(absenceOf(presence));
    return false;
  }

  #isIn(nick: string, occupantId: string | null, codes: ReadonlySet<number>): void {
    const { say, randomId } = this.#options;
    // The room may choose another (210).
    this.#nick = nick;
    this.#ownId = occupantId;
    if (this.#entered === null) return;
    if (!codes.has(STATUS.created)) {
      this.#entered(null);
      return;
    }
    // §10.1.2, §10.1.1: as the service makes it, or not at all.
    const form = xml("x", {
      xmlns: NS.form,
      type: this.settings.create ? "submit" : "cancel",
    });
    say(
      xml(
        "iq",
        { xmlns: NS.client, type: "set", id: randomId(), to: this.settings.room },
        xml("query", { xmlns: ROOM_NS.owner }, form),
      ),
    );
    this.#entered(this.settings.create ? null : "missing");
  }

  #isOwnId(stanza: XmlElement): boolean {
    return !this.givesOccupantIds || occupantIdOf(stanza) === this.#ownId;
  }

  /** Whether the message is from this session's own occupant: the id of a message is anybody's to repeat. */
  isOwn(message: XmlElement, nick: string | null): boolean {
    if (!this.givesOccupantIds || this.#ownId === null) return nick === this.#nick;
    return occupantIdOf(message) === this.#ownId;
  }

  /** The room itself speaks: of a change of its settings (§10.2.1). */
  notice(message: XmlElement): void {
    const codes = statusesOf(message);
    const changed = [STATUS.settingsChanged, STATUS.nonAnonymous, STATUS.semiAnonymous];
    if (!changed.some((code) => codes.has(code))) return;
    // Until it has answered, nobody is known.
    this.#features = new Set([...this.#features].filter((each) => each !== "muc_nonanonymous"));
    void this.#look();
  }

  heard(): void {
    this.#heard();
  }

  #heard(): void {
    this.heardAt = this.#options.clock.now();
  }

  left(absence: RoomAbsence): void {
    if (this.#state === "joining") {
      this.#entered?.(absence);
      return;
    }
    if (this.#state === "out") return;
    this.#state = "out";
    this.#absence = absence;
    this.occupants.clear();
    this.#options.changed(this);
  }

  /** XEP-0410 §3.3: are we in it? What tells nothing changes nothing. */
  async check(): Promise<void> {
    if (this.#state !== "joined") return;
    const { iqs } = this.#options;
    const ping = xml("ping", { xmlns: SESSION_NS.ping });
    const answer = await iqs.ask("get", `${this.settings.room}/${this.#nick}`, ping);
    if (this.#state !== "joined") return;
    if (answer.ok || STILL_IN.includes(answer.condition)) this.#heard();
    else if (!TELLS_NOTHING.includes(answer.condition)) this.left("unreachable");
  }
}

const STILL_IN = ["service-unavailable", "feature-not-implemented"];
const TELLS_NOTHING = [
  "timeout",
  "closed",
  "busy",
  "item-not-found",
  "remote-server-not-found",
  "remote-server-timeout",
];

/** For the history of a room, from somewhat before: clocks differ. */
export const sinceOf = (heardAt: number): string => timestamp(heardAt - 300_000);
