import { expect } from "vitest";
import { stableId } from "../../src/engine/digest.ts";
import type { AdapterService, OperationState } from "../../src/index.ts";
import {
  apiHeaders,
  openReferenceService,
  TENANT,
} from "../../src/testing/crash/reference-service.ts";
import type { ProviderDouble } from "../../src/testing/reference/index.ts";
import { ManualClock, quiet, until } from "../../src/testing/index.ts";
import { poll, post, receipt, webhook, type Ask, type Memory } from "./workload.ts";

/** Past every scheduled send of the lives before, and before the first look-up of what is unknown. */
const LATER_MS = 500;
/** Past the lease, the retry of what was not sent, and the grace of what is parked. */
const MUCH_LATER_MS = 3_600_000;

interface LastLife {
  readonly service: AdapterService;
  readonly clock: ManualClock;
  readonly ask: Ask;
  /** Everything is done that can be done without time passing. */
  settled(): Promise<void>;
}

/** The adapter started once more on the same folder, in this process and with a clock that stands still. */
async function begin(folder: string, double: ProviderDouble): Promise<LastLife> {
  const clock = new ManualClock(Date.now() + LATER_MS);
  const service = await openReferenceService({ folder, providerUrl: double.url, clock });
  await service.app.ready();
  await service.runtime.start();
  const settled = async (): Promise<void> => {
    await quiet(service.runtime);
    await until(() => service.runtime.activity().inFlight === 0);
    await quiet(service.runtime);
  };
  const ask: Ask = async (path, init = {}) => {
    const { statusCode, body, headers } = await service.app.inject({
      url: path,
      method: (init.method ?? "GET") as "GET",
      headers: init.headers ?? apiHeaders,
      ...(init.body === undefined ? {} : { payload: init.body }),
    });
    return { status: statusCode, text: body, replayed: headers["idempotency-replayed"] === "true" };
  };
  await clock.ring(settled);
  return { service, clock, ask, settled };
}

/** Starts the adapter a last time and holds what it knows against what was said to it and what the provider did. */
export async function checkAfterwards(
  folder: string,
  double: ProviderDouble,
  memory: Memory,
): Promise<void> {
  const life = await begin(folder, double);
  try {
    expect(memory.wrong).toEqual([]);
    await everyAnswerStands(life, memory);
    await unansweredRequestsCanBeRepeated(life, memory);
    const unknown = await everyEffectIsKnownOrUnknown(life, double);
    await receiptsResolveTheUnknown(life, double, memory, unknown);
    await acknowledgedWebhooksAreKept(life, memory);
    await theReaderMissesNothing(life, memory);
    expect(memory.wrong).toEqual([]);
  } finally {
    await life.service.app.close();
    await life.service.close();
  }
}

async function everyAnswerStands({ ask }: LastLife, { posted, answered }: Memory): Promise<void> {
  for (const [key, first] of answered) {
    const again = await ask("/adapter/actions", { method: "POST", body: posted.get(key) ?? "" });
    expect({ key, ...again }).toEqual({
      key,
      status: first.status === 202 ? 200 : first.status,
      text: first.text,
      replayed: true,
    });
    const { adapter_operation_id: id } = JSON.parse(first.text) as { adapter_operation_id: string };
    expect((await ask(`/adapter/actions/${id}`)).status).toBe(200);
  }
}

async function unansweredRequestsCanBeRepeated(
  { ask, clock, settled }: LastLife,
  memory: Memory,
): Promise<void> {
  for (const key of memory.posted.keys())
    if (!memory.answered.has(key)) await post(memory, ask, key);
  await clock.ring(settled);
}

type State = { action_state: string; metadata: { operation_state: string } };
const stateOf = async ({ ask }: LastLife, operation: string): Promise<string> => {
  const { text } = await ask(`/adapter/actions/${operation}`);
  const { action_state, metadata } = JSON.parse(text) as State;
  if ((action_state === "unknown") !== (metadata.operation_state === "unknown"))
    return `${action_state}/${metadata.operation_state}`;
  return metadata.operation_state;
};

/** No key has two effects; what has one is accepted or unknown; what is accepted has one. Returns what is unknown. */
async function everyEffectIsKnownOrUnknown(
  life: LastLife,
  double: ProviderDouble,
): Promise<string[]> {
  const sent = double.messages.filter(({ accepted }) => accepted);
  const twice = (values: readonly string[]) =>
    values.filter((value, at) => values.indexOf(value) !== at);
  expect(
    twice(sent.map(({ text, client_ref }) => (text.startsWith("key-") ? text : client_ref))),
  ).toEqual([]);
  expect([...double.effects].filter(([, count]) => count > 1)).toEqual([]);

  const operations = new Set(double.messages.map(({ client_ref }) => client_ref));
  const unknown: string[] = [];
  for (const operation of operations) {
    const state = await stateOf(life, operation);
    const effect = double.effects.has(operation);
    expect({ operation, effect, state }).toEqual({
      operation,
      effect,
      state: expect.stringMatching(
        effect ? /^(accepted|unknown)$/ : /^(rejected|unknown)$/,
      ) as string,
    });
    if (state === "unknown") unknown.push(operation);
  }
  expect(await openOperations(life, ["claimed", "dispatching"])).toBe(0);
  return unknown;
}

async function openOperations(
  { service }: LastLife,
  states: readonly OperationState[],
): Promise<number> {
  const { operations } = await service.runtime.stats();
  return states.reduce((sum, state) => sum + (operations[state] ?? 0), 0);
}

/** A late receipt settles half of what is unknown, the provider's own look-up the rest; nothing is sent again. */
async function receiptsResolveTheUnknown(
  life: LastLife,
  double: ProviderDouble,
  memory: Memory,
  unknown: readonly string[],
): Promise<void> {
  const posts = double.posts;
  const told = unknown.filter((operation, at) => at % 2 === 0 && double.effects.has(operation));
  for (const operation of told) {
    const effect = { id: "", client_ref: operation };
    await receipt(memory, life.ask, effect, {
      message: false,
      client: true,
      event: `resolving-${operation}`,
      now: life.clock.now(),
    });
    expect(await stateOf(life, operation)).toBe("accepted");
  }
  expect(double.posts).toBe(posts);
  await life.clock.advance(MUCH_LATER_MS, life.settled);
  expect(await openOperations(life, ["scheduled", "ready", "claimed", "dispatching"])).toBe(0);
  for (const operation of unknown) {
    expect(await stateOf(life, operation)).toBe(
      double.effects.has(operation) ? "accepted" : "rejected",
    );
  }
  expect([...double.effects].filter(([, count]) => count > 1)).toEqual([]);
}

async function acknowledgedWebhooksAreKept(
  { service, ask, clock, settled }: LastLife,
  memory: Memory,
): Promise<void> {
  const { runtime } = service;
  const head = await runtime.store.head();
  const beforehand = [...memory.acknowledged];
  for (const { source, id, body } of beforehand) {
    const native = await runtime.store.native(TENANT, stableId("ne", TENANT, source, id));
    expect({ id, kept: native !== null, parked: native?.parked !== undefined }).toEqual({
      id,
      kept: true,
      parked: false,
    });
    await webhook(memory, ask, source, id, body, clock.now());
  }
  await settled();
  expect(await runtime.store.head()).toBe(head);
  expect(await runtime.deadLetters(TENANT, { limit: 10 })).toEqual([]);
}

/** The reader goes on from the cursor it had before the crash; another reads everything from the beginning. */
async function theReaderMissesNothing({ ask, service }: LastLife, memory: Memory): Promise<void> {
  while (await poll(memory, ask, 50));
  const whole: Memory = { ...memory, seen: [], cursor: null };
  while (await poll(whole, ask, 1_000));
  expect(memory.seen).toEqual(whole.seen);
  expect(new Set(whole.seen).size).toBe(whole.seen.length);
  expect(whole.seen.length).toBe(await service.runtime.store.head());
}
