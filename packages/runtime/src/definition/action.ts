import type {
  AdapterActionCapability,
  AdapterActionRequest,
  AdapterActionState,
  EndpointRef,
  ErrorDescriptor,
  ProviderRef,
} from "@underclaim/contract";
import type { z } from "zod";
import type { JsonObject } from "../json.ts";
import type { DocWrite, Guard, Read, Snapshot } from "../store/port.ts";
import type { Ids, Instant, OperationId, SubjectId, TenantId } from "../time-and-ids.ts";
import type { NativeDraft } from "./native.ts";

export interface PlanContext {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly ids: Ids;
  readonly operation: OperationId;
}

export interface Dispatch {
  /** The account, bind or session the operation leaves through. */
  readonly lane: string;
  /** What the provider is told. May hold personal values; never logged. */
  readonly command: JsonObject;
  /** Not before. */
  readonly notBefore?: Instant | null;
}

export interface AcceptPlan<T extends string = string> {
  readonly kind: "accept";
  readonly subject: SubjectId;
  readonly state: Extract<AdapterActionState, "accepted" | "queued" | "scheduled" | "completed">;
  /** What happened by accepting: at the least that it was accepted. Their evidence is `initial_events`. */
  readonly natives: readonly NativeDraft<T>[];
  /** null: the effect is local and happens in the accepting commit itself. */
  readonly dispatch: Dispatch | null;
  readonly docs?: readonly DocWrite[];
  readonly guards?: readonly Guard[];
  /** Bound to this operation, so that later events that name them are correlated. */
  readonly refs?: readonly ProviderRef[];
  /** Not dispatched after, where the request names no `expires_at`. */
  readonly expiresAt?: Instant | null;
  /** When what is waited for after sending (a receipt) is overdue; told by `AdapterDefinition.overdue`. */
  readonly deadline?: Instant | null;
  /** Also ends an operation that has not been dispatched (cancel), and its deadline. Guarded by its fence. */
  readonly cancels?: { readonly operation: OperationId; readonly fence: number };
  readonly metadata?: JsonObject;
  /** Where the plan knows the endpoint better than the request (a feed's id for its address). */
  readonly endpoint?: EndpointRef;
  /** Person key of the request's personal values. */
  readonly person?: string | null;
}

export interface RefusePlan<T extends string = string> {
  readonly kind: "refuse";
  readonly error: ErrorDescriptor;
  readonly natives: readonly NativeDraft<T>[];
  /** Absent: the refused operation itself is the subject. */
  readonly subject?: SubjectId;
  readonly endpoint?: EndpointRef;
  readonly guards?: readonly Guard[];
  readonly metadata?: JsonObject;
}

export type Plan<T extends string = string> = AcceptPlan<T> | RefusePlan<T>;

/** One action type: its parameters and a pure plan. */
export interface ActionDefinition<T extends string = string> {
  /** As the descriptor declares it. */
  readonly capability: AdapterActionCapability;
  /**
   * What this action needs beyond the contract's request: a schema over the whole request, loose in what it does not
   * name. A request that fails it is answered 400 and consumes no key.
   */
  readonly request: z.ZodType;
  /** `parameters` is strict: an unknown one is an error that names it. Absent: this action takes none. */
  readonly parameters?: z.ZodType;
  /**
   * What the plan must see. Called again with what was read until it asks for nothing new, so that a second read may
   * depend on the first. Absent: nothing.
   */
  readonly reads?: (
    request: AdapterActionRequest,
    known: Snapshot | null,
    context: PlanContext,
  ) => readonly Read[];
  /** Pure: the same request, snapshot and context give the same plan. */
  readonly plan: (
    request: AdapterActionRequest,
    snapshot: Snapshot,
    context: PlanContext,
  ) => Plan<T>;
}
