import { checkLaws, lawsWith, play } from "@underclaim/contract/golden";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { NS } from "../../src/model/namespaces.ts";
import { xmppDriver } from "../../src/testing/index.ts";
import { firstAddressee, goldenOf, histories } from "./histories.ts";

const driver = xmppDriver();
afterAll(() => driver.close());
const minute = 60_000;

interface Answered {
  readonly metadata?: { readonly subject_ref?: string; readonly stanza_id?: string };
}
/** What only the recipient's clients, or who uses them, can make of a message. */
const CAME_BACK = /^(notification\.endpoint\.accepted|interaction\.|identity\.)/;

describe("whatever happens to messages", () => {
  const firstFive = lawsWith({ seed: 11, rounds: 1 }).filter(({ number }) => number <= 5);

  test("the laws of evidence hold", { timeout: 4 * minute }, async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const results = await checkLaws(firstFive, goldenOf(history), driver);
        expect(results.flatMap(({ violations }) => violations)).toEqual([]);
      }),
      { seed: 20_260_206, numRuns: 20 },
    );
  });

  test(
    "nothing is ever a success of the participant, and of the channel only what came back",
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
            expect(participant?.category).not.toBe("success");
            const ours = events.filter(({ metadata }) => metadata?.["subject_ref"] === subject);
            const strong = ours.filter(
              ({ evidence_grade }) => evidence_grade.strength === "strong",
            );
            expect(strong.filter(({ event_type }) => !CAME_BACK.test(event_type))).toEqual([]);
            if (channel?.category === "success") expect(strong.length).toBeGreaterThan(0);
          }
        }),
        { seed: 20_260_207, numRuns: 30 },
      );
    },
  );

  test(
    "a receipt long after everything else is recorded for the message it names, and from nobody else",
    { timeout: 4 * minute },
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const { actions } = await play(goldenOf(history), driver);
          await driver.advance("P60D");
          const answered = actions.get(0)?.answer.body as Answered | undefined;
          const { subject_ref: subject, stanza_id: id = "" } = answered?.metadata ?? {};
          const late = async (): Promise<number> =>
            (await driver.evidence()).filter(
              ({ metadata, event_type: type }) =>
                metadata?.["subject_ref"] === subject && type === "notification.endpoint.accepted",
            ).length;
          const receipt = (from: string) =>
            driver.native({
              source: "xmpp.stanza",
              account: "sandbox",
              body: `<message xmlns="${NS.client}" from="${from}/of-its-own" type="chat"><received xmlns="${NS.receipts}" id="${id}"/></message>`,
            });
          const before = await late();
          await receipt("stranger@people.example");
          expect(await late()).toBe(before);
          await receipt(firstAddressee(history));
          expect(await late()).toBe(before + 1);
        }),
        { seed: 20_260_208, numRuns: 15 },
      );
    },
  );
});
