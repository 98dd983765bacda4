import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EvidenceEvent } from "@underclaim/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NS } from "../../src/model/namespaces.ts";
import { child, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { openDesk, type DeskOptions, type DeskService } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";
import { seeded } from "../support/seeded.ts";
import { beginLife, postAll, request } from "./life.ts";

/** Where the process dies, and how often at most it passes the point before. */
const POINTS: Readonly<Record<string, number>> = {
  "dispatch.claimed": 12,
  "dispatch.started": 12,
  "dispatch.performed": 10,
  "dispatch.settled": 10,
  "ingest.received": 10,
  "ingest.decided": 10,
  "ingest.committed": 10,
  /** Killed from outside, when so many messages have come to the peer. */
  "peer.received": 11,
};
/** Seeds per point. `UNDERCLAIM_CRASH_SEEDS=50 npm test -- xmpp-connect/tests/crash` runs the long version. */
const SEEDS = Number(process.env["UNDERCLAIM_CRASH_SEEDS"] ?? 2);
const MESSAGES = 12;
/** Smaller than their number: some are on the wire, some wait. */
const ACCOUNT = { window: 4 };

const PROVIDER = "notification.attempt.accepted_by_provider";
const UNKNOWN = "notification.endpoint.unknown";
const RECEIVED = "notification.endpoint.accepted";
const points = Object.keys(POINTS);
const users = points.flatMap((_, point) =>
  Array.from({ length: SEEDS }, (_each, seed) => `${point}x${seed + 1}`),
);

/** What a trial showed, so that a test that shows nothing can be told. */
interface Shown {
  /** Outcomes that nobody knew. */
  readonly unknown: number;
  /** Of those, found in the archive. */
  readonly archived: number;
}

describe.skipIf(PROSODY === "")("a process that was killed", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: users.flatMap((name) => [`desk${name}`, `ann${name}`]),
      contacts: users.map((name) => [`desk${name}`, `ann${name}`]),
    });
  });
  afterAll(async () => server?.stop());

  async function trial(point: string, seed: number): Promise<Shown> {
    const random = seeded(seed * 100 + points.indexOf(point));
    const name = `${points.indexOf(point)}x${seed}`;
    const folder = await mkdtemp(join(tmpdir(), "underclaim-crash-"));
    const options: DeskOptions = { server, user: `desk${name}`, account: ACCOUNT, folder };
    // Without receipts only the archive can tell; with them they come while nobody is there.
    const receipts = point.startsWith("ingest.") || seed % 2 === 0;
    const peer = await Peer.connect(server, { user: `ann${name}`, receipts });
    try {
      const n = 1 + Math.floor(random() * (POINTS[point] ?? 1));
      const life = await beginLife(folder, `${point}:${n}`, options);
      const keys = Array.from({ length: MESSAGES }, (_, at) => `${name}-${at}`);
      const online = peer.awaits(
        ({ name: stanza, attributes: { from = "" } }) =>
          stanza === "presence" && from.startsWith(`desk${name}@${DOMAIN}/`),
      );
      await Promise.race([online, life.ended]);
      if (point === "peer.received") void peer.received(n).then(() => life.kill());
      const answered = life.url === null ? new Map() : await postAll(life.url, keys, peer.jid);
      await life.ended;
      return await afterwards(options, { peer, receipts, keys, answered });
    } catch (error) {
      throw new Error(`${point} with seed ${seed}`, { cause: error });
    } finally {
      await peer.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  for (const point of points) {
    test(
      `at ${point} has sent nothing twice, and knows what it can know`,
      async () => {
        const shown: Shown[] = [];
        for (let seed = 1; seed <= SEEDS; seed += 1) shown.push(await trial(point, seed));
        const sum = (of: "unknown" | "archived"): number =>
          shown.reduce((total, each) => total + each[of], 0);
        if (point === "dispatch.started") expect(sum("unknown")).toBeGreaterThan(0);
        if (point === "dispatch.performed") expect(sum("archived")).toBeGreaterThan(0);
      },
      20_000 + SEEDS * 20_000,
    );
  }
});

interface Before {
  readonly peer: Peer;
  /** Whether it gave receipts. */
  readonly receipts: boolean;
  readonly keys: readonly string[];
  readonly answered: ReadonlyMap<string, string>;
}

/** Starts it once more and holds what it knows against what came to the peer. */
async function afterwards(
  options: DeskOptions,
  { peer, receipts, keys, answered }: Before,
): Promise<Shown> {
  const desk = await openDesk(options);
  try {
    const operations = new Map<string, string>();
    for (const key of keys) {
      const { status, body } = await desk.post(
        "/adapter/actions",
        JSON.parse(request(key, peer.jid)) as object,
      );
      const first = answered.get(key);
      // What was answered is answered the same; what was not is taken now, or was.
      if (first !== undefined) expect([status, body]).toEqual([200, JSON.parse(first)]);
      expect([200, 202]).toContain(status);
      operations.set(key, (body as { adapter_operation_id: string }).adapter_operation_id);
    }
    // Every one has left, or nobody knows.
    await desk.eventually(everyIs([PROVIDER, RECEIVED, UNKNOWN], keys));
    const last = await desk.send(peer.jid, "the last");
    await peer.message("the last");
    await desk.evidence(last, (all) => all.includes(PROVIDER));
    const came = new Set(peer.bodies());
    // A receipt tells the outcome, too; then nobody asks the archive.
    const resolving = receipts ? [PROVIDER, RECEIVED] : [PROVIDER];
    await desk.eventually(
      everyIs(
        resolving,
        keys.filter((key) => came.has(key)),
      ),
    );
    expect(peer.bodies().toSorted()).toEqual([...came].toSorted());

    for (const [key, operation] of operations) {
      const state = await stateOf(desk, operation);
      expect({ key, came: came.has(key), state }).toEqual({
        key,
        came: came.has(key),
        state: came.has(key) ? "accepted" : "unknown",
      });
    }

    // A receipt for everything that came, again where it came with the message: recorded, and once.
    for (const stanza of peer.stanzas) {
      const { id = "", from = "" } = stanza.attributes;
      if (keys.includes(bodyOf(stanza)))
        peer.say(from, "", `<received xmlns="${NS.receipts}" id="${id}"/>`);
    }
    const all = await desk.eventually(
      everyIs(
        [RECEIVED],
        keys.filter((key) => came.has(key)),
      ),
    );
    for (const key of keys)
      expect([key, count(all, key, RECEIVED)]).toEqual([key, came.has(key) ? 1 : 0]);
    expect(peer.bodies().toSorted()).toEqual([...came].toSorted());

    const lost = keys.filter((key) => count(all, key, UNKNOWN) > 0);
    const archived = lost.filter((key) => count(all, key, PROVIDER) > 0);
    return { unknown: lost.length, archived: archived.length };
  } finally {
    await desk.stop();
  }
}

const bodyOf = (stanza: XmlElement): string => textOfElement(child(stanza, "body", NS.client));

const count = (events: readonly EvidenceEvent[], key: string, type: string): number =>
  events.filter(
    ({ coordination_case_id: name, event_type }) => name === `case-${key}` && event_type === type,
  ).length;

/** Holds once each of these messages has one such event. */
function everyIs(types: readonly string[], keys: readonly string[]) {
  const open = new Set(keys.map((key) => `case-${key}`));
  return ({ event_type, coordination_case_id }: EvidenceEvent): boolean => {
    if (types.includes(event_type)) open.delete(coordination_case_id);
    return open.size === 0;
  };
}

async function stateOf(desk: DeskService, operation: string): Promise<string> {
  const { metadata } = (await desk.get(`/adapter/actions/${operation}`)) as {
    readonly metadata: { readonly operation_state: string };
  };
  return metadata.operation_state;
}
