import type { Driver, GoldenTest } from "@underclaim/contract/golden";
import { play, shuffled, seeded } from "@underclaim/contract/golden";
import { referenceDriver } from "@underclaim/runtime/testing";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

const driver = referenceDriver();
afterAll(() => driver.close());

const MESSAGES = 3;
const ANNA = "anna@inbox.example";
type Step = GoldenTest["steps"][number];

const send = (n: number): Step => ({
  action: {
    action_type: "notification.send",
    participant_id: "participant-1",
    coordination_case_id: `case-${n}`,
    target_endpoint: { endpoint_type: "reference_inbox", value: `${n}.${ANNA}` },
    content: { body_text: "Your appointment is on Friday." },
  },
});

const receipt = fc
  .record({
    message: fc.integer({ min: 0, max: MESSAGES - 1 }),
    status: fc.constantFrom("delivered", "failed", "read", "teleported"),
    by: fc.constantFrom("message_id", "client_ref", "both"),
    at: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  })
  .map(({ message, status, by, at }) => ({
    source: "reference.status",
    // What one receipt says and what it is called go together: another wording is another event.
    body: {
      event_id: `e-${message}-${status}-${by}-${at}`,
      ...(by === "client_ref" ? {} : { message_id: `m${message}` }),
      ...(by === "message_id" ? {} : { client_ref: `{{action[${message}].adapter_operation_id}}` }),
      status,
      ...(at === undefined ? {} : { at: `2026-01-01T12:00:0${at}Z` }),
    },
  }));

const inbound = fc
  .record({
    message: fc.integer({ min: 0, max: MESSAGES - 1 }),
    text: fc.constantFrom("Yes", "STOP", "please stop"),
    named: fc.boolean(),
  })
  .map(({ message, text, named }) => ({
    source: "reference.inbound",
    body: {
      inbound_id: `i-${message}-${text}-${named}`,
      from: `${message}.${ANNA}`,
      text,
      ...(named ? { in_reply_to: `m${message}` } : {}),
    },
  }));

const arrivals = fc.array(fc.oneof(receipt, inbound), { minLength: 1, maxLength: 8 });
const replies = fc.tuple(
  ...Array.from({ length: MESSAGES }, (_, n) =>
    fc.constantFrom<Record<string, unknown>>(
      { status: 202, body: { id: `m${n}` } },
      { error: "reset" },
      { status: 422 },
    ),
  ),
);

const golden = (steps: readonly Step[]): GoldenTest => ({
  test_id: "random",
  adapter_id: "reference-connect.default",
  scenario: "Random traffic.",
  clause: { document: "design", section: "The laws" },
  provenance: "generated",
  steps: [...steps],
});

interface Seen {
  readonly evidence: readonly string[];
  readonly assessments: readonly unknown[];
}

/** What a run says, without the identifiers and times another run would draw anew. */
async function outcomeOf(steps: readonly Step[], on: Driver): Promise<Seen> {
  const played = await play(golden(steps), on);
  const evidence = (await on.evidence()).map((event) =>
    JSON.stringify([
      event.event_type,
      event.coordination_case_id,
      event.metadata?.["native_status"],
      { ...event.evidence_grade, notes: [] },
    ]),
  );
  const assessments = [];
  for (const [n, { request, answer }] of played.actions) {
    if (n >= MESSAGES) break;
    const operation = (answer.body as { adapter_operation_id: string }).adapter_operation_id;
    const { channel, participant } = await on.assessment({
      request_id: String(request["request_id"]),
      adapter_operation_id: operation,
    });
    assessments.push([channel?.subclass, channel?.evidence_summary, participant?.subclass]);
  }
  return { evidence: evidence.toSorted(), assessments };
}

const options = { seed: 20260101, numRuns: 25 };

describe("random receipts, replies and opt-outs", () => {
  test(
    "in any order of arrival, any number of times, say the same",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(replies, arrivals, fc.integer(), async (answers, natives, seed) => {
          const before = [0, 1, 2].flatMap((n): Step[] => [
            send(n),
            { provider_reply: answers[n] ?? {} },
          ]);
          const once = natives.map((native): Step => ({ native }));
          const twice = shuffled([...once, ...once], seeded(seed));
          const first = await outcomeOf([...before, ...once], driver);
          expect(await outcomeOf([...before, ...twice], driver)).toEqual(first);
        }),
        options,
      );
    },
  );

  test("before or after the provider's answer, say the same", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (natives) => {
        const sends = [0, 1, 2].map(send);
        const answers = [0, 1, 2].map((n): Step => ({
          provider_reply: { status: 202, body: { id: `m${n}` } },
        }));
        const arriving = natives.map((native): Step => ({ native }));
        const late = await outcomeOf([...sends, ...answers, ...arriving], driver);
        const early = await outcomeOf([...sends, ...arriving, ...answers], driver);
        expect(early).toEqual(late);
      }),
      options,
    );
  });

  test("across restarts anywhere, lose nothing and add nothing", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (natives, cuts) => {
          const before = [0, 1, 2].flatMap((n): Step[] => [
            send(n),
            { provider_reply: { status: 202, body: { id: `m${n}` } } },
          ]);
          const once = natives.map((native): Step => ({ native }));
          const cut = once.flatMap((step, n): Step[] =>
            cuts[n] === true ? [step, { restart: true }] : [step],
          );
          expect(await outcomeOf([...before, ...cut], driver)).toEqual(
            await outcomeOf([...before, ...once], driver),
          );
        },
      ),
      options,
    );
  });

  test(
    "have at most one effect per key, however often actions are repeated",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 12 }),
          async (picks) => {
            const steps = picks.map((n): Step => {
              const step = send(n);
              return "action" in step
                ? {
                    action: {
                      ...step.action,
                      idempotency_key: `key-${n}`,
                      request_id: `req-${n}`,
                      tracking_context: { correlation_id: "c", coordination_case_id: `case-${n}` },
                    },
                  }
                : step;
            });
            await play(golden(steps), driver);
            expect(driver.world().provider.calls).toHaveLength(new Set(picks).size);
          },
        ),
        options,
      );
    },
  );
});
