import type { AcceptanceSemantics } from "../schema/acceptance-semantics.ts";
import type { EvidenceGrade } from "../schema/evidence-grade.ts";
import type { NativeStatusMapping } from "../schema/native-status-mapping.ts";

/** How far an interpretation is trusted (AdapterInterfaceSpecification §14, §15). */
export type MappingConfidence = "low" | "medium" | "high";

/** What one native type means as one evidence event: a row of an adapter's mapping table. */
export interface MappingRow {
  /** The normalized event type. */
  readonly event: string;
  /** The strongest grade this row may ever give; code may only lower it. */
  readonly grade: EvidenceGrade;
  readonly confidence: MappingConfidence;
  /** The event's `normalized_meaning`, one sentence. */
  readonly meaning: string;
  readonly scope: NativeStatusMapping["native_status_scope"];
  /** Whether nothing further is expected on this subject after it. */
  readonly terminal: boolean;
  readonly retryable?: boolean;
  readonly ambiguous?: boolean;
  /** Obligatory for every `notification.endpoint.*` event (AdapterInterfaceSpecification §12). */
  readonly acceptance?: AcceptanceSemantics;
  readonly doesNotMean: readonly string[];
  /** Names of the descriptor's feature dependencies without which the row is never reached. */
  readonly requiredFeatures?: readonly string[];
  readonly warning?: string;
  readonly examples?: readonly string[];
  /** The clause the row comes from: document and section. */
  readonly clause: string;
  /** Why the interpretation is trusted as far as it is. */
  readonly basis?: readonly string[];
}

/** Every native type of an adapter with its rows; `[]` says: kept, but evidence of nothing. */
export type Mapping<T extends string> = { readonly [K in T]: readonly MappingRow[] };

/** How a row is named in messages: its native type and its place. */
export function rowName(nativeType: string, index: number): string {
  return `${nativeType}[${index}]`;
}
