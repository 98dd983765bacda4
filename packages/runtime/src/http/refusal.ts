import type { ProblemDetail } from "./problem.ts";
import type { ProblemCode } from "./problems.ts";

/** Thrown where a request cannot go on; answered as this problem. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly detail: ProblemDetail;

  constructor(code: ProblemCode, detail: ProblemDetail) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.detail = detail;
  }
}
