import type { ProviderRef } from "@underclaim/contract";
import type { JsonObject } from "../json.ts";
import type { DocWrite, Guard, Read, Snapshot } from "../store/port.ts";
import type { Ids, Instant, OperationId, SubjectId, TenantId } from "../time-and-ids.ts";
import type { Dispatch } from "./action.ts";
import type { NativeDraft } from "./native.ts";
import type { Target } from "./target.ts";

export interface ReactContext {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly ids: Ids;
}

/** What a native event changes beside the evidence. Written in the same commit. */
export interface Reaction {
  readonly guards?: readonly Guard[];
  readonly docs?: readonly DocWrite[];
  /** Operations of which nothing more is waited for: their deadlines end. */
  readonly deadlines?: readonly OperationId[];
  /** A message the adapter sends of itself (an answer to HELP), in the case of `target`. */
  readonly sends?: readonly ReactionSend[];
}

export interface ReactionSend {
  readonly operation: OperationId;
  readonly subject: SubjectId;
  readonly target: Target;
  readonly dispatch: Dispatch;
  /** Bound to the new operation. */
  readonly refs?: readonly ProviderRef[];
  /** Kept with the operation as a plan's is: what a recheck and refinements go by. Nothing personal. */
  readonly metadata?: JsonObject | null;
  /** Person key of the command's personal values. */
  readonly person?: string | null;
  /** Not dispatched after: what was to be said would come too late. */
  readonly expiresAt?: Instant | null;
}

export interface Reactor<T extends string = string> {
  /**
   * Written when the event arrives, even where it still waits to be correlated (an opt-out that names a message nobody
   * knows yet); then with no targets, and not again later.
   */
  readonly urgent?: boolean;
  readonly reads?: (
    native: NativeDraft<T>,
    targets: readonly Target[],
    known: Snapshot | null,
  ) => readonly Read[];
  /** Pure. */
  readonly react: (
    native: NativeDraft<T>,
    targets: readonly Target[],
    snapshot: Snapshot,
    context: ReactContext,
  ) => Reaction;
}
