import type { Violation } from "../../evidence/violation.ts";
import type { Driver } from "../driver.ts";
import type { GoldenTest } from "../format.ts";

/** One of the laws every adapter obeys, checked by playing a golden in ways it does not say. */
export interface Law {
  /** Its number among the twelve. */
  readonly number: number;
  /** Stable name, e.g. `arrival_order`; what `exempt_laws` names. */
  readonly id: string;
  readonly name: string;
  /** Why this golden on this driver cannot show it, or undefined where it can. */
  unchecked?(golden: GoldenTest, driver: Driver): string | undefined;
  /** Plays the golden, as often as needed, and says what broke. */
  check(golden: GoldenTest, driver: Driver): Promise<Violation[]>;
}

export interface LawResult {
  readonly law: string;
  readonly status: "held" | "broken" | "unchecked";
  readonly violations: readonly Violation[];
  /** Why it was not checked. */
  readonly reason?: string;
}

/** Checks a law unless the golden is exempt from it or cannot show it. */
export async function checkLaw(law: Law, golden: GoldenTest, driver: Driver): Promise<LawResult> {
  const exemption = golden.exempt_laws?.find((each) => each.law === law.id)?.reason;
  const reason = exemption ?? law.unchecked?.(golden, driver);
  if (reason !== undefined) return { law: law.id, status: "unchecked", violations: [], reason };
  const violations = await law.check(golden, driver);
  return { law: law.id, status: violations.length === 0 ? "held" : "broken", violations };
}
