import { describeViolations, type Violation } from "../evidence/violation.ts";
import { UnderclaimError } from "../errors.ts";

/** An adapter that breaks its own declarations does not define; every violation is named at once. */
export class AdapterDefinitionError extends UnderclaimError {
  readonly violations: readonly Violation[];

  constructor(code: string, subject: string, violations: readonly Violation[]) {
    super(code, `${subject} is not definable:\n${describeViolations(violations)}`);
    this.violations = violations;
  }
}
