import { expect } from "vitest";
import { caseOf, ofBody, requestOf } from "../support/messages.ts";
import { deliveredAt, receiptOf } from "../support/receipts.ts";
import { shuffled } from "../support/shuffled.ts";
import { operationOf, type TestService } from "../support/service.ts";
import type { Smsc } from "../support/smsc.ts";
import type { Memory } from "./first-life.ts";

/** By number. */
type Operations = ReadonlyMap<number, string>;

/** Past the time for which a receipt waits for its reference. */
const GRACE_MS = 11 * 60_000;

/** A repeat has its recorded answer; what was never answered can be asked again. Returns the operation of each message. */
export async function everyAnswerStands(life: TestService, memory: Memory): Promise<Operations> {
  const operations = new Map<number, string>();
  for (const [n, first] of memory) {
    const answer = await life.post(requestOf(n));
    const { status, text, replayed } = answer;
    if (first === null) expect([n, status]).toEqual([n, replayed ? 200 : 202]);
    else expect([n, status, replayed, text]).toEqual([n, 200, true, first.text]);
    operations.set(n, operationOf(answer));
  }
  return operations;
}

/** What the SMSC has is accepted or unknown, what it has not is unknown. Returns what is unknown, by number. */
export async function everyMessageIsAcceptedOrUnknown(
  life: TestService,
  smsc: Smsc,
  operations: Operations,
): Promise<ReadonlySet<number>> {
  const taken = new Set(smsc.ledger.map(({ text }) => ofBody(text)));
  const unknown = new Set<number>();
  for (const [n, operation] of operations) {
    const state = await life.stateOf(operation);
    if (state === "unknown") unknown.add(n);
    else expect({ n, state, taken: taken.has(n) }).toEqual({ n, state: "accepted", taken: true });
  }
  return unknown;
}

/**
 * Every receipt twice and in any order: one event for each message that is known to be accepted. The id of an unknown one was
 * in the answer that was lost, so its receipt is kept and reported as nobody's.
 */
export async function everyReceiptCountsOnce(
  life: TestService,
  smsc: Smsc,
  unknown: ReadonlySet<number>,
): Promise<void> {
  const receipts = shuffled([...smsc.ledger, ...smsc.ledger], 5);
  const statuses = await Promise.all(receipts.map((message) => smsc.deliver(receiptOf(message))));
  expect(new Set(statuses)).toEqual(new Set([0]));
  await life.pass(GRACE_MS);

  const numbers = smsc.ledger.map(({ text }) => ofBody(text)).toSorted((a, b) => a - b);
  const arrivals = (await life.events()).filter(
    ({ event_type }) => event_type === "notification.endpoint.accepted",
  );
  const told = (known: boolean) =>
    arrivals
      .filter(({ coordination_case_id }) => coordination_case_id.startsWith("case-") === known)
      .map(({ coordination_case_id, occurred_at }) =>
        known ? `${coordination_case_id} at ${occurred_at}` : `at ${occurred_at}`,
      )
      .toSorted();
  expect(told(true)).toEqual(
    numbers
      .filter((n) => !unknown.has(n))
      .map((n) => `${caseOf(n)} at ${deliveredAt(n)}`)
      .toSorted(),
  );
  expect(told(false)).toEqual(
    numbers.filter((n) => unknown.has(n)).map((n) => `at ${deliveredAt(n)}`),
  );
  const { operations, parkedNatives, openDeadLetters } = await life.service.runtime.stats();
  expect([operations.unknown ?? 0, parkedNatives, openDeadLetters]).toEqual([unknown.size, 0, 0]);
}
