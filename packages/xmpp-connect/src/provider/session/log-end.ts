import type { Log } from "@underclaim/runtime";
import type { SessionFailure } from "./failure.ts";
import { remedyOf } from "./remedies.ts";
import { LASTING } from "./standing.ts";

/** What only an intervention mends is a warning; everything else is tried again by itself. */
export function logEnd(
  log: Pick<Log, "info" | "warn">,
  account: string,
  failure: SessionFailure,
  text: string,
): void {
  const { kind, condition, message: why, cause: err } = failure;
  const remedy = remedyOf(failure);
  log[LASTING.has(kind) ? "warn" : "info"](
    {
      account,
      kind,
      condition,
      why,
      ...(remedy === null ? {} : { remedy }),
      ...(err === undefined ? {} : { err }),
    },
    text,
  );
}
