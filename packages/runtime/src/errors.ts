import { UnderclaimError } from "@underclaim/contract";
import type { AssessmentDraft } from "./definition/assess.ts";

/**
 * The medium refused: full, read-only, locked, corrupt or closed. Nothing of the call was written, but where
 * `outcomeUnknown` says that nobody knows (the writer died). Answered 503.
 */
export class StoreUnavailableError extends UnderclaimError {
  readonly retryable: boolean;
  readonly outcomeUnknown: boolean;
  /** What an adapter says of an action that could not even be recorded; told in the answer, for there is nowhere to keep it. */
  assessment: AssessmentDraft | null = null;

  constructor(
    message: string,
    retryable: boolean,
    options: ErrorOptions & { readonly outcomeUnknown?: boolean } = {},
  ) {
    super("store_unavailable", message, options);
    this.retryable = retryable;
    this.outcomeUnknown = options.outcomeUnknown === true;
  }

  assessedAs(assessment: AssessmentDraft | null): this {
    this.assessment = assessment;
    return this;
  }
}
