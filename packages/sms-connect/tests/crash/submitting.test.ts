import { seeded } from "@underclaim/contract/golden";
import { describe, expect, onTestFinished, test } from "vitest";
import { configurationFile, type Life } from "../support/life.ts";
import { sendingFrom, smppAccount } from "../support/messages.ts";
import { openService } from "../support/service.ts";
import {
  everyAnswerStands,
  everyMessageIsAcceptedOrUnknown,
  everyReceiptCountsOnce,
} from "./afterwards.ts";
import { killingSmsc, liveUntilKilled } from "./first-life.ts";
import { LAST_LIFE } from "./times.ts";

/** Where the process dies. */
const POINTS = [
  "intake.committed",
  "dispatch.claimed",
  "dispatch.started",
  "dispatch.performed",
  "dispatch.settled",
  "smsc.not_taken",
  "smsc.taken",
];
/** Seeds per point. `UNDERCLAIM_CRASH_SEEDS=50 npm test -- packages/sms-connect/tests/crash` runs the long version. */
const SEEDS = Number(process.env["UNDERCLAIM_CRASH_SEEDS"] ?? 2);
/** How often the process passes the point before it dies. */
const LEAST_PASSES = 10;
const MOST_PASSES = 50;

const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);

describe.for(POINTS)("killed while submitting, at %s", (point) => {
  test.for(seeds)(
    "nothing is submitted twice, no answer is taken back, and what nobody knows is unknown (seed %i)",
    { timeout: 60_000 },
    async (seed) => {
      const n = LEAST_PASSES + Math.floor(seeded(seed * 7)() * (MOST_PASSES - LEAST_PASSES));
      const killing = { point, n, seed };
      let victim: Life | null = null;
      const smsc = await killingSmsc(killing, () => victim?.kill());
      onTestFinished(() => smsc.close());
      const configuration = configurationFile(sendingFrom(smppAccount(smsc.port)));
      const memory = await liveUntilKilled(configuration, killing, (life) => (victim = life));
      smsc.onSubmit = () => ({});

      await using life = await openService(configuration, LAST_LIFE);
      const operations = await everyAnswerStands(life, memory);
      await life.pass(0);
      const submitted = smsc.submits.map(({ text }) => text).toSorted();
      expect(submitted).toEqual([...new Set(submitted)]);
      const unknown = await everyMessageIsAcceptedOrUnknown(life, smsc, operations);
      await everyReceiptCountsOnce(life, smsc, unknown);
      expect(smsc.submits).toHaveLength(submitted.length);
    },
  );
});
