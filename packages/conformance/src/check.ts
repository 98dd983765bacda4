import { describeViolations, UnderclaimError, type Violation } from "@underclaim/contract";
import {
  checkLaws,
  describeFailure,
  lawsWith,
  runGolden,
  type GoldenFailure,
  type GoldenTest,
  type LawResult,
} from "@underclaim/contract/golden";
import type { HttpDriver } from "./http-driver.ts";
import { inspect } from "./inspect.ts";

/** What came of one golden, or of looking at the adapter as it stands (`test_id` null). */
export interface Verdict {
  readonly test_id: string | null;
  readonly status: "pass" | "fail";
  readonly failures: readonly GoldenFailure[];
  readonly laws: readonly LawResult[];
  /** What else the adapter's answers did wrong: schemas, cursors, an interface that breaks off. */
  readonly violations: readonly Violation[];
}

export interface CheckOptions {
  /** Vary each golden by the laws. Default true. */
  readonly laws?: boolean;
  /** Draws the random orders of arrival. Default 1. */
  readonly seed?: number;
}

/** Looks at the adapter as it stands, without asking it to do anything: what it says of itself, and its ledger. */
export async function checkStanding(driver: HttpDriver): Promise<Verdict> {
  return verdict(null, driver, async () => ({ failures: [], laws: await inspect(driver) }));
}

/** Plays one golden and the variations of it. */
export async function checkGolden(
  golden: GoldenTest,
  driver: HttpDriver,
  { laws = true, seed = 1 }: CheckOptions = {},
): Promise<Verdict> {
  return verdict(golden.test_id, driver, async () => {
    const { failures } = await runGolden(golden, driver);
    const { adapter_id } = await driver.descriptor();
    if (adapter_id !== golden.adapter_id) {
      driver.judge.found(
        "golden.adapter",
        `The golden is of ${golden.adapter_id}, and this adapter says that it is ${adapter_id}.`,
      );
    }
    return { failures, laws: laws ? await checkLaws(lawsWith({ seed }), golden, driver) : [] };
  });
}

async function verdict(
  test_id: string | null,
  driver: HttpDriver,
  check: () => Promise<Pick<Verdict, "failures" | "laws">>,
): Promise<Verdict> {
  const checked = await check().catch((error: unknown) => {
    if (!(error instanceof UnderclaimError)) throw error;
    driver.judge.found(error.code, error.message);
    return { failures: [], laws: [] };
  });
  const violations = driver.judge.take();
  const good =
    violations.length === 0 &&
    checked.failures.length === 0 &&
    checked.laws.every(({ status }) => status !== "broken");
  return { test_id, status: good ? "pass" : "fail", ...checked, violations };
}

/** A verdict as text for a person, each finding on lines of its own. */
export function describeVerdict({ test_id, status, failures, laws, violations }: Verdict): string {
  const found = [
    ...failures.map(describeFailure),
    ...laws
      .filter((law) => law.status === "broken")
      .map((law) => `[law ${law.law}]\n${describeViolations(law.violations)}`),
    ...(violations.length === 0 ? [] : [describeViolations(violations)]),
  ];
  return [
    `${status} ${test_id ?? "as it stands"}`,
    ...found.map((text) => text.replaceAll(/^/gm, "  ")),
  ].join("\n");
}
