import { UnderclaimError } from "@underclaim/contract";
import { StoreUnavailableError } from "../../errors.ts";
import { describeFailure, type Failure } from "./failures.ts";

export const failureError = (failure: Failure): UnderclaimError =>
  failure.kind === "medium"
    ? new StoreUnavailableError(failure.message, failure.retryable)
    : new UnderclaimError("invalid_changes", `The changes cannot be written: ${failure.message}`);

/** Runs a read; what SQLite refuses becomes a StoreUnavailableError. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const failure = describeFailure(error, path);
    if (failure.kind === "change") throw error;
    throw new StoreUnavailableError(failure.message, failure.retryable, { cause: error });
  }
}
