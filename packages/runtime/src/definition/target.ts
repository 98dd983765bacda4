import type {
  ActionSurfaceRef,
  CorrelationContext,
  EndpointRef,
  ResourceRef,
} from "@underclaim/contract";
import type { OperationId, SubjectId } from "../time-and-ids.ts";
import type { CorrelationMethod } from "./native.ts";

/** What a piece of evidence is about: one subject within one coordination case. */
export interface Target {
  readonly subject: SubjectId;
  readonly correlation: CorrelationContext;
  readonly method: CorrelationMethod;
  readonly operation?: OperationId | null;
  readonly payload?: ResourceRef | null;
  readonly actionSurface?: ActionSurfaceRef | null;
  readonly endpoint?: EndpointRef | null;
  /** Added to the native event's evidence key, where one native event touches many subjects (an item's revision). */
  readonly evidenceKey?: string;
}
