import { AdapterEvent, EvidenceEvent, NativeStatusMapping } from "@underclaim/contract";
import { z } from "zod";
import { ConformanceError, exchange, jsonOf, type Connection } from "./exchange.ts";
import type { Judge } from "./judge.ts";

const Page = z.looseObject({ events: z.array(z.unknown()), next: z.string().min(1) });
const Mappings = z.looseObject({ mappings: z.array(z.unknown()) });
const Timeline = z.looseObject({ events: z.array(z.unknown()) });
const DeadLetters = z.looseObject({ dead_letters: z.array(z.unknown()) });

/** A ledger that never ends is no ledger. */
const MOST_PAGES = 100_000;

/** The interface's lists, each member read by its schema: what is none is left out, and kept as a violation. */
export function listsOf(connection: Connection, verdicts: Judge) {
  const ask = async (path: string, key = connection.key) => {
    const answer = await exchange({ ...connection, key }, { method: "GET", path });
    return { status: answer.status, body: jsonOf(answer.body) };
  };
  const members = <T>(schema: z.ZodType<T>, list: readonly unknown[], where: string): T[] =>
    list.flatMap((member, at) => verdicts.read(schema, member, `${where}[${at}]`) ?? []);

  const frame = async <T>(path: string, schema: z.ZodType<T>, key?: string): Promise<T> => {
    const { status, body } = await ask(path, key);
    const parsed = schema.safeParse(body);
    if (status === 200 && parsed.success) return parsed.data;
    const why = parsed.success
      ? ""
      : `: ${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`;
    throw new ConformanceError(
      "interface_broken",
      `GET ${path.split("?", 1)[0]} answered ${status}${status === 200 ? why : ", not 200"}.`,
    );
  };

  async function evidence(key: string | undefined, pageSize: number): Promise<EvidenceEvent[]> {
    const events: EvidenceEvent[] = [];
    let after = "";
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const cursor = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
      const page = await frame(`/adapter/events?limit=${pageSize}${cursor}`, Page, key);
      if (page.events.length > pageSize)
        verdicts.found(
          "events.limit",
          `GET /adapter/events?limit=${pageSize} answered ${page.events.length} events.`,
        );
      events.push(...members(EvidenceEvent, page.events, "GET /adapter/events: events"));
      if (page.events.length === 0) return events;
      if (page.next === after) break;
      after = page.next;
    }
    verdicts.found(
      "events.cursor",
      "GET /adapter/events: next does not move on, so a reader would never end.",
    );
    return events;
  }

  async function timeline(subjects: string, subject: string): Promise<AdapterEvent[]> {
    const { status, body } = await ask(
      `/adapter/${subjects}/${encodeURIComponent(subject)}/timeline`,
    );
    if (status !== 200) return [];
    const where = `GET /adapter/${subjects}/…/timeline`;
    const read = verdicts.read(Timeline, body, where);
    return members(AdapterEvent, read?.events ?? [], `${where}: events`);
  }

  return {
    evidence,
    timeline,
    /** The members of what should be a list. */
    members: <T>(schema: z.ZodType<T>, list: unknown, where: string): T[] =>
      members(schema, verdicts.read(z.array(z.unknown()), list, where) ?? [], where),

    async mappings(): Promise<NativeStatusMapping[]> {
      const { mappings } = await frame("/adapter/mappings", Mappings);
      return members(NativeStatusMapping, mappings, "GET /adapter/mappings: mappings");
    },

    /** Of every subject that evidence names: an interface has no list of native events. */
    async adapterEvents(subjects: string): Promise<AdapterEvent[]> {
      const named = (await evidence(connection.key, 100)).map(
        (event) => event.metadata?.["subject_ref"],
      );
      const events = new Map<string, AdapterEvent>();
      for (const subject of new Set(named)) {
        if (typeof subject !== "string") continue;
        for (const event of await timeline(subjects, subject)) events.set(event.event_id, event);
      }
      return [...events.values()];
    },

    async deadLetters(): Promise<readonly unknown[]> {
      const { status, body } = await ask("/adapter/dead-letters");
      return status === 200
        ? (verdicts.read(DeadLetters, body, "GET /adapter/dead-letters")?.dead_letters ?? [])
        : [];
    },
  };
}
