import type { Violation } from "../../evidence/violation.ts";
import type { Driver } from "../driver.ts";
import type { GoldenTest } from "../format.ts";
import { observe, type Observed } from "./observed.ts";

/** One of the laws every adapter obeys, checked by playing a golden in ways it does not say. */
export interface Law {
  /** Its number among the twelve. */
  readonly number: number;
  /** Stable name, e.g. `arrival_order`; what `exempt_laws` names. */
  readonly id: string;
  readonly name: string;
  /** Why this golden on this driver cannot show it, or undefined where it can. */
  unchecked?(golden: GoldenTest, driver: Driver): string | undefined;
  /** Plays the golden in other ways than its own, so that the driver is left as those left it. */
  readonly varies?: true;
  /**
   * Plays the golden, as often as needed, and says what broke.
   *
   * @param base what its own play came to, where somebody has seen it; the driver stands as that play left it, unless the law
   *   varies
   */
  check(golden: GoldenTest, driver: Driver, base?: Observed): Promise<Violation[]>;
}

export interface LawResult {
  readonly law: string;
  readonly status: "held" | "broken" | "unchecked";
  readonly violations: readonly Violation[];
  /** Why it was not checked. */
  readonly reason?: string;
}

/** Checks a law unless the golden is exempt from it or cannot show it. */
export async function checkLaw(
  law: Law,
  golden: GoldenTest,
  driver: Driver,
  base?: Observed,
): Promise<LawResult> {
  const exemption = golden.exempt_laws?.find((each) => each.law === law.id)?.reason;
  const reason = exemption ?? law.unchecked?.(golden, driver);
  if (reason !== undefined) return { law: law.id, status: "unchecked", violations: [], reason };
  const violations = await law.check(golden, driver, base);
  return { law: law.id, status: violations.length === 0 ? "held" : "broken", violations };
}

/** Checks several, and plays the golden as it is once for all of them. The results stand in the order of the laws. */
export async function checkLaws(
  laws: readonly Law[],
  golden: GoldenTest,
  driver: Driver,
): Promise<LawResult[]> {
  const base = await observe(golden, driver);
  const results = new Map<Law, LawResult>();
  const ordered = laws.toSorted((a, b) => Number(a.varies ?? false) - Number(b.varies ?? false));
  for (const law of ordered) results.set(law, await checkLaw(law, golden, driver, base));
  return laws.flatMap((law) => results.get(law) ?? []);
}
