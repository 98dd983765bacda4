import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AdapterService, Provider } from "../../src/index.ts";
import { expect, it } from "vitest";
import { isQuiet, until } from "../../src/testing/index.ts";
import {
  apiHeaders,
  openReferenceService,
  TENANT,
} from "../../src/testing/crash/reference-service.ts";
import { BLOCKED, operations } from "./operations.ts";
import { Verdict, type Reply } from "./verdict.ts";

const CLIENTS = 64;
/** `UNDERCLAIM_LOAD_OPERATIONS=1000000 npm test -- load` runs longer. */
const OPERATIONS = Number(process.env["UNDERCLAIM_LOAD_OPERATIONS"] ?? 100_000);
/** The service is closed and opened again this often on the way. */
const LIVES = 3;
const LONGEST_MS = 60_000 + OPERATIONS * 5;

type Post = (body: string) => Promise<Reply>;

/** Through everything but the socket. */
const byInjection =
  ({ app }: AdapterService): Post =>
  async (payload) => {
    const { statusCode, body, headers } = await app.inject({
      method: "POST",
      url: "/adapter/actions",
      headers: apiHeaders,
      payload,
    });
    return { status: statusCode, text: body, replayed: headers["idempotency-replayed"] === "true" };
  };

async function bySocket({ app }: AdapterService): Promise<Post> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return async (body) => {
    const response = await fetch(`http://127.0.0.1:${port}/adapter/actions`, {
      method: "POST",
      headers: apiHeaders,
      body,
    });
    const replayed = response.headers.get("idempotency-replayed") === "true";
    return { status: response.status, text: await response.text(), replayed };
  };
}

/** Sends at once and remembers how often it has sent for each operation. */
function countingProvider(effects: Map<string, number>): Provider {
  return {
    name: "reference",
    environment: "production",
    lanes: ["reference"],
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
    perform: async ({ operation }) => {
      effects.set(operation, (effects.get(operation) ?? 0) + 1);
      return { kind: "accepted", refs: [], natives: [] };
    },
  };
}

async function load(
  total: number,
  seed: number,
  connect: (service: AdapterService) => Post | Promise<Post>,
): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-load-"));
  const effects = new Map<string, number>();
  const verdict = new Verdict();
  const next = operations(seed, total / 2);
  let left = total;
  for (let life = 1; life <= LIVES; life += 1) {
    const service = await openReferenceService({ folder, providers: [countingProvider(effects)] });
    await service.runtime.start();
    const post = await connect(service);
    if (life === 1) await block(post);
    const goOn = Math.floor((total * (LIVES - life)) / LIVES);
    const client = async (): Promise<void> => {
      while (left > goOn) {
        left -= 1;
        const operation = next();
        verdict.take(operation, await post(operation.body));
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await until(
      async () =>
        ((await service.runtime.stats()).operations.ready ?? 0) === 0 &&
        isQuiet(service.runtime) &&
        service.runtime.activity().inFlight === 0,
    );
    if (life === LIVES) await compare(service, verdict, effects);
    await service.app.close();
    await service.close();
  }
  rmSync(folder, { recursive: true });
  return verdict;
}

const block = (post: Post) =>
  post(
    JSON.stringify({
      request_id: "block",
      action_type: "recipient.suppress",
      coordination_case_id: "case-block",
      target_endpoint: { endpoint_type: "reference_inbox", value: BLOCKED },
      tracking_context: { correlation_id: "corr-block", coordination_case_id: "case-block" },
      idempotency_key: "block",
      requested_at: "2026-01-01T00:00:00Z",
    }),
  );

/** One operation and one effect for each key that was accepted, and every event once. */
async function compare(
  { runtime }: AdapterService,
  verdict: Verdict,
  effects: ReadonlyMap<string, number>,
): Promise<void> {
  verdict.close();
  expect(verdict.wrong.slice(0, 5)).toEqual([]);
  expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
  expect(effects.size).toBe(verdict.accepted.length);
  const { operations: states } = await runtime.stats();
  expect(states).toEqual({
    accepted: verdict.counts.accepted + 1,
    rejected: verdict.counts.refused,
  });
  const ids = new Set<string>();
  let events = 0;
  for (let after = 0; ;) {
    const { text, count, next } = await runtime.page(TENANT, after, 1_000);
    if (count === 0) break;
    for (const { evidence_event_id } of JSON.parse(text) as { evidence_event_id: string }[])
      ids.add(evidence_event_id);
    events += count;
    after = next;
  }
  expect(ids.size).toBe(events);
}

it(
  `${OPERATIONS} operations of ${CLIENTS} clients with skewed keys and mutated bodies: nothing is done twice, every repeat and conflict is right`,
  async () => {
    const { counts, keys } = await load(OPERATIONS, 1, byInjection);
    const { accepted, refused, replayed, conflicts, malformed } = counts;
    expect(accepted + refused + replayed + conflicts + malformed).toBe(OPERATIONS);
    expect(accepted + refused).toBe(keys);
    // Each kind has really been there.
    for (const [kind, count] of Object.entries(counts))
      expect([kind, count > OPERATIONS / 200]).toEqual([kind, true]);
  },
  LONGEST_MS,
);

it(
  "the same over sockets",
  async () => {
    const { counts } = await load(Math.min(OPERATIONS, 10_000), 2, bySocket);
    expect(counts.replayed).toBeGreaterThan(counts.accepted);
  },
  LONGEST_MS,
);
