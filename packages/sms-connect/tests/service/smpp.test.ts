import type { EvidenceEvent } from "@underclaim/contract";
import { until } from "@underclaim/runtime/testing";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { ofType } from "../support/ledger-reader.ts";
import { configurationFile } from "../support/life.ts";
import { ofBody, requestOf, sendingFrom, smppAccount } from "../support/messages.ts";
import { hexId } from "../support/receipts.ts";
import { openService, operationOf, type TestService } from "../support/service.ts";
import { openSmsc, receiptFields, type Smsc } from "../support/smsc.ts";

const NOW = Date.UTC(2026, 0, 3, 12);
const HOUR = 3_600_000;

interface Stage {
  readonly smsc: Smsc;
  readonly service: TestService;
}

async function stage(): Promise<Stage> {
  const smsc = await openSmsc({ id: hexId });
  onTestFinished(() => smsc.close());
  const service = await openService(configurationFile(sendingFrom(smppAccount(smsc.port))), NOW);
  onTestFinished(() => service[Symbol.asyncDispose]());
  return { smsc, service };
}

/** Of the n-th message or part that the SMSC takes, from 1. */
const receipt = (n: number, stat: string, done = "2601031130") =>
  receiptFields({ id: String(Number.parseInt(hexId(n), 16)), stat, done });

const typesOf = (events: readonly EvidenceEvent[]): string[] =>
  events.map(({ event_type }) => event_type);

describe("a receipt over SMPP", () => {
  test("that is stored before submit_sm_resp is written counts once that has come", async () => {
    const { smsc, service } = await stage();
    const statuses: (number | "cut")[] = [];
    smsc.onSubmit = async () => {
      statuses.push(await smsc.deliver(receipt(1, "DELIVRD")));
      return {};
    };
    const operation = operationOf(await service.post(requestOf(1)));
    await service.pass(0);
    expect(statuses).toEqual([0]);
    expect(typesOf(await service.events()).toSorted()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.accepted_by_provider",
      "notification.endpoint.accepted",
    ]);
    expect(await service.assessmentOf(operation)).toMatchObject({
      channel: { category: "success", subclass: "success.delivered" },
      participant: { subclass: "undef.delivered_but_awareness_unproven" },
    });
  });

  test("that comes twice, over two connections, is one event", async () => {
    const { smsc, service } = await stage();
    await service.post(requestOf(1));
    await service.pass(0);
    expect(await smsc.deliver(receipt(1, "DELIVRD"))).toBe(0);
    smsc.cut();
    await service.pass(HOUR);
    expect(smsc.binds).toHaveLength(2);
    expect(await smsc.deliver(receipt(1, "DELIVRD"))).toBe(0);
    expect(ofType(await service.events(), "notification.endpoint.accepted")).toHaveLength(1);
  });

  test("that comes after its deadline is taken all the same", async () => {
    const { smsc, service } = await stage();
    const operation = operationOf(await service.post(requestOf(1)));
    await service.pass(73 * HOUR);
    expect(await service.assessmentOf(operation)).toMatchObject({
      channel: { subclass: "undef.no_dlr" },
    });
    expect(await smsc.deliver(receipt(1, "DELIVRD"))).toBe(0);
    expect(await service.assessmentOf(operation)).toMatchObject({
      channel: { subclass: "success.delivered" },
    });
  });

  test("of one part is none of the message: it has arrived when its last part has", async () => {
    const { smsc, service } = await stage();
    const operation = operationOf(
      await service.post(requestOf(1, { content: { body_text: "Three parts. ".repeat(30) } })),
    );
    await service.pass(0);
    expect(smsc.ledger).toHaveLength(3);
    const whole = async (): Promise<EvidenceEvent[]> =>
      (await service.events()).filter(
        ({ native_status_mapping_ref }) =>
          native_status_mapping_ref === "mapping:receipt.delivered",
      );
    for (const n of [3, 1]) {
      expect(await smsc.deliver(receipt(n, "DELIVRD"))).toBe(0);
      await service.pass(0);
      expect(await whole()).toEqual([]);
      expect((await service.assessmentOf(operation)).channel.category).not.toBe("success");
    }
    expect(await smsc.deliver(receipt(2, "DELIVRD"))).toBe(0);
    await service.pass(0);
    expect(await whole()).toHaveLength(1);
    expect(await service.assessmentOf(operation)).toMatchObject({
      channel: { subclass: "success.delivered" },
    });
  });
});

/** What the SMSC says of each message, in the order in which it comes to pass. */
const HISTORIES: readonly (readonly (readonly [stat: string, done: string])[])[] = [
  [
    ["ENROUTE", "2601031110"],
    ["DELIVRD", "2601031120"],
  ],
  [
    ["ACCEPTD", "2601031110"],
    ["ENROUTE", "2601031115"],
    ["UNDELIV", "2601031130"],
  ],
  [["EXPIRED", "2601031135"]],
  [
    ["UNKNOWN", "2601031136"],
    ["DELIVRD", "2601031137"],
  ],
  [["REJECTD", "2601031138"]],
  [["DELIVRD", "2601031139"]],
];

interface Arrival {
  readonly message: number;
  readonly stat: string;
  readonly done: string;
}

const inOrder: readonly Arrival[] = HISTORIES.flatMap((history, message) =>
  history.map(([stat, done]) => ({ message, stat, done })),
);

interface Known {
  /** Each once. */
  readonly events: readonly string[];
  readonly repeated: number;
  readonly subclasses: readonly string[];
  readonly participants: readonly string[];
}

/** What is known in the end, where the first so many arrive before any submission is answered. */
async function knownAfter(arrivals: readonly Arrival[], early: number): Promise<Known> {
  const { smsc, service } = await stage();
  const answers = Promise.withResolvers<void>();
  smsc.onSubmit = async ({ text }) => {
    await answers.promise;
    return { id: hexId(ofBody(text)) };
  };
  const deliver = async (some: readonly Arrival[]): Promise<void> => {
    for (const { message, stat, done } of some)
      expect(await smsc.deliver(receipt(message, stat, done))).toBe(0);
  };
  const operations: string[] = [];
  for (const n of HISTORIES.keys()) operations.push(operationOf(await service.post(requestOf(n))));
  await until(() => smsc.submits.length === HISTORIES.length);
  await deliver(arrivals.slice(0, early));
  answers.resolve();
  await service.pass(0);
  await deliver(arrivals.slice(early));
  await service.pass(0);
  const events = (await service.events()).map((event) =>
    JSON.stringify([
      event.coordination_case_id,
      event.event_type,
      event.occurred_at,
      event.evidence_grade,
      event.metadata?.["native_status"],
    ]),
  );
  const assessments = await Promise.all(operations.map((each) => service.assessmentOf(each)));
  return {
    events: [...new Set(events)].toSorted(),
    repeated: events.length - new Set(events).size,
    subclasses: assessments.map(({ channel }) => channel.subclass),
    participants: assessments.map(({ participant }) => participant.subclass),
  };
}

test("receipts in any order, any of them twice, and some before their answer, come to the same", async () => {
  const expected = await knownAfter(inOrder, 0);
  expect(expected.subclasses).toEqual([
    "success.delivered",
    "fail.delivery_failed",
    "fail.expired",
    "success.delivered",
    "fail.carrier_rejected",
    "success.delivered",
  ]);
  const arrivals = fc
    .subarray([...inOrder])
    .chain((twice) =>
      fc.shuffledSubarray([...inOrder, ...twice], { minLength: inOrder.length + twice.length }),
    )
    .chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length)));
  await fc.assert(
    fc.asyncProperty(arrivals, async ([all, early]) => {
      expect(await knownAfter(all, early)).toEqual(expected);
    }),
    { seed: 2026, numRuns: 10 },
  );
});
