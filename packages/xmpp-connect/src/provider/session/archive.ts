// The account's own archive (XEP-0313): what came while nobody listened, and whether a message of ours stands in it.
import { timestamp, type Clock, type Instant } from "@underclaim/runtime";
import { z } from "zod";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, escapeXml, textOfElement, xml } from "../../model/xml.ts";
import type { Iqs } from "./iq.ts";
import { SESSION_NS } from "./names.ts";
import type { ArchivedMessage } from "./unwrap.ts";

export interface ArchivePositionStore {
  load(): Promise<string | null>;
  save(text: string): Promise<void>;
}

const Position = z.object({ id: z.string().nullable(), at: z.iso.datetime({ offset: true }) });
type Position = z.infer<typeof Position>;

export interface ArchiveOptions {
  readonly clock: Clock;
  readonly iqs: Iqs;
  readonly randomId: () => string;
  /** The own bare JID. */
  readonly own: string;
  readonly store: ArchivePositionStore;
  /** Resolves once it is durable. */
  readonly handIn: (result: ArchivedMessage) => Promise<void>;
}

const PAGE = 50;
/** Our clock is not the archive's. */
const MARGIN_MS = 300_000;
const SAVE_EVERY_MS = 5_000;
/** Of what was sent to one JID since a message was written. */
const MOST_LOOK_UP_PAGES = 20;

interface Page {
  readonly complete: boolean;
  readonly last: string | null;
}

export class Archive {
  readonly #options: ArchiveOptions;
  readonly #queries = new Map<string, (result: ArchivedMessage) => Promise<void>>();
  #position: Position | null = null;
  #catchingUp = true;
  #unsaved = false;
  #cancelSaving: () => void = () => undefined;

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  isLive(queryId: string): boolean {
    return this.#queries.has(queryId);
  }

  /** A result that the own account has sent. */
  take(queryId: string, result: ArchivedMessage): Promise<void> {
    return this.#queries.get(queryId)?.(result) ?? Promise.resolve();
  }

  /**
   * Hands in everything since the position. Of an account that was never read only what comes from now on is ours.
   *
   * @returns false where the archive did not answer: what it holds is read next time
   */
  async catchUp(): Promise<boolean> {
    const stored = positionOf(await this.#options.store.load());
    const reached = stored === null ? await this.#newest() : await this.#since(stored);
    if (reached === null) return false;
    this.#catchingUp = false;
    // What came live meanwhile is newer than what was read.
    this.#position = this.#unsaved ? this.#position : reached;
    this.#unsaved = true;
    await this.flush();
    return true;
  }

  /** A live message has been kept. Its place in the archive counts once everything before it has been read. */
  passed(archiveId: string): void {
    this.#position = { id: archiveId, at: timestamp(this.#options.clock.now()) };
    const scheduled = this.#unsaved;
    this.#unsaved = true;
    if (scheduled || this.#catchingUp) return;
    const { clock } = this.#options;
    this.#cancelSaving = clock.wakeAt(clock.now() + SAVE_EVERY_MS, () => void this.flush());
  }

  /** Writes the position down. What cannot be written is read twice, which is harmless. */
  async flush(): Promise<void> {
    this.#cancelSaving();
    if (!this.#unsaved || this.#catchingUp || this.#position === null) return;
    this.#unsaved = false;
    await this.#save(this.#position).catch(() => undefined);
  }

  /** @returns the archive's id of the message of ours with this stanza id; null where it was not found */
  async find(to: string, stanzaId: string, since: Instant): Promise<string | null> {
    const bare = jidOf(to)?.bare ?? to;
    const form = { with: bare, start: timestamp(since - MARGIN_MS) };
    let found: string | null = null;
    let after: string | null = null;
    for (let pages = 0; pages < MOST_LOOK_UP_PAGES && found === null; pages += 1) {
      const page: Page | string = await this.#page(form, { after }, async (result) => {
        if (isOurs(result, this.#options.own, stanzaId)) found = result.archiveId;
      });
      if (typeof page === "string" || page.complete || page.last === null) break;
      after = page.last;
    }
    return found;
  }

  async #newest(): Promise<Position | null> {
    const at = timestamp(this.#options.clock.now());
    const page = await this.#page({}, { before: "", max: 1 }, async () => undefined);
    return typeof page === "string" ? null : { id: page.last, at };
  }

  async #since(stored: Position): Promise<Position | null> {
    let position = stored;
    for (;;) {
      const kept: Promise<void>[] = [];
      let at = position.at;
      const page = await this.#page(
        position.id === null ? { start: timestamp(Date.parse(position.at) - MARGIN_MS) } : {},
        { after: position.id },
        (result) => {
          at = result.at ?? at;
          const work = this.#options.handIn(result);
          kept.push(work);
          return work;
        },
      );
      // The archive forgets (§4.3.3): from the position's time, then.
      if (page === "item-not-found" && position.id !== null) {
        position = { id: null, at: position.at };
        continue;
      }
      if (typeof page === "string") return null;
      await Promise.all(kept);
      if (page.last === null) return position;
      position = { id: page.last, at };
      await this.#save(position);
      if (page.complete) return position;
    }
  }

  #save(position: Position): Promise<void> {
    return this.#options.store.save(JSON.stringify(position));
  }

  async #page(
    form: Readonly<Record<string, string>>,
    { after, before, max = PAGE }: { after?: string | null; before?: string; max?: number },
    take: (result: ArchivedMessage) => Promise<void>,
  ): Promise<Page | string> {
    const { iqs, own, randomId } = this.#options;
    const queryId = randomId();
    this.#queries.set(queryId, take);
    const answer = await iqs.ask("set", own, question(queryId, form, { after, before, max }));
    this.#queries.delete(queryId);
    if (!answer.ok) return answer.condition;
    const fin = child(answer.iq, "fin", NS.archive);
    const last = textOfElement(
      child(child(fin, "set", SESSION_NS.pages), "last", SESSION_NS.pages),
    );
    const complete = ["true", "1"].includes(fin?.attributes["complete"] ?? "");
    return { complete, last: last === "" ? null : last };
  }
}

function question(
  queryid: string,
  form: Readonly<Record<string, string>>,
  { after, before, max }: { after?: string | null; before?: string; max: number },
): string {
  const field = (name: string, value: string, type: string | null = null): string =>
    xml("field", { var: name, type }, xml("value", {}, value));
  const fields = Object.entries(form).map(([name, value]) => field(name, escapeXml(value)));
  return xml(
    "query",
    { xmlns: NS.archive, queryid },
    ...(fields.length === 0
      ? []
      : [
          xml(
            "x",
            { xmlns: NS.form, type: "submit" },
            field("FORM_TYPE", NS.archive, "hidden"),
            ...fields,
          ),
        ]),
    xml(
      "set",
      { xmlns: SESSION_NS.pages },
      xml("max", {}, String(max)),
      ...(after === undefined || after === null ? [] : [xml("after", {}, escapeXml(after))]),
      ...(before === undefined ? [] : [xml("before", {}, escapeXml(before))]),
    ),
  );
}

function isOurs({ message }: ArchivedMessage, own: string, stanzaId: string): boolean {
  const from = jidOf(message.attributes["from"] ?? own);
  const origin = child(message, "origin-id", NS.ids)?.attributes["id"];
  return (
    from?.bare === own &&
    message.attributes["type"] !== "error" &&
    (origin === stanzaId || message.attributes["id"] === stanzaId)
  );
}

function positionOf(text: string | null): Position | null {
  if (text === null) return null;
  try {
    return Position.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // What is no JSON is no position; the account counts as never read.
    return null;
  }
}
