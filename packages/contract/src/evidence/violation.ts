/** One broken rule, as data: who broke it, what was declared, what was claimed. */
export interface Violation {
  /** Stable name of the rule, e.g. `ceiling.max_grade` or `law.declared`. */
  readonly rule: string;
  /** One sentence for a person: what, where, and what to do. */
  readonly message: string;
  /** The mapping row or event it was found in, e.g. `feed.fetched.unknown[0]`. */
  readonly row?: string;
  readonly eventType?: string;
  /** The grade dimension that was exceeded. */
  readonly dimension?: string;
  readonly declared?: string;
  readonly claimed?: string;
}

/** One line per violation, for error messages and reports. */
export function describeViolations(violations: readonly Violation[]): string {
  return violations.map((violation) => `- [${violation.rule}] ${violation.message}`).join("\n");
}
