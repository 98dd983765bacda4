import { checkLaws, lawsWith, play } from "@underclaim/contract/golden";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { smsDriver } from "../../src/testing/index.ts";
import { goldenOf, histories } from "./histories.ts";

const driver = smsDriver();
afterAll(() => driver.close());
const minute = 60_000;

interface Answered {
  readonly metadata?: { readonly subject_ref?: string };
}

describe("whatever happens to messages", () => {
  const firstFive = lawsWith({ seed: 11, rounds: 1 }).filter(({ number }) => number <= 5);

  test("the laws of evidence hold", { timeout: 4 * minute }, async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const results = await checkLaws(firstFive, goldenOf(history), driver);
        expect(results.flatMap(({ violations }) => violations)).toEqual([]);
      }),
      { seed: 20_260_106, numRuns: 25 },
    );
  });

  test(
    "nothing is ever claimed of the participant, and of the channel no more than was told",
    { timeout: 4 * minute },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const { actions } = await play(goldenOf(history), driver);
          const events = await driver.evidence();
          for (const { answer } of actions.values()) {
            const subject = (answer.body as Answered).metadata?.subject_ref;
            if (subject === undefined) continue;
            const { channel, participant } = await driver.assessment({ subject_ref: subject });
            expect(participant?.category ?? "undef").toBe("undef");
            const ours = events.filter(({ metadata }) => metadata?.["subject_ref"] === subject);
            if (channel?.subclass === "success.delivered") {
              expect(ours.map(({ event_type }) => event_type)).toContain(
                "notification.endpoint.accepted",
              );
            }
            if (channel?.category === "success") {
              expect(ours.some(({ evidence_grade }) => evidence_grade.strength === "strong")).toBe(
                true,
              );
            }
          }
        }),
        { seed: 20_260_107, numRuns: 40 },
      );
    },
  );

  test(
    "a receipt long after everything else is recorded for the message it names",
    { timeout: 4 * minute },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          await play(goldenOf(history), driver);
          await driver.advance("P60D");
          const [first] = await driver.evidence();
          const operation = first?.correlation.adapter_operation_id;
          const late = async () =>
            (await driver.evidence()).filter(
              ({ metadata, correlation }) =>
                correlation.adapter_operation_id === operation &&
                metadata?.["native_status"] === "late-word",
            );
          await driver.native({
            source: "sandbox.status",
            account: "sandbox",
            body: { event_id: "late", reference: operation, status: "late-word" },
          });
          expect((await late()).map(({ event_type }) => event_type)).toEqual([
            "notification.endpoint.unknown",
          ]);
        }),
        { seed: 20_260_108, numRuns: 20 },
      );
    },
  );
});
