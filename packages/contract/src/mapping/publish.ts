import type { NativeEventSemantics } from "../schema/native-event-semantics.ts";
import type { NativeStatusMapping } from "../schema/native-status-mapping.ts";
import { mappingRows } from "./define-mapping.ts";
import type { Mapping } from "./row.ts";

/** The table as NativeStatusMapping objects, one per row (AdapterInterfaceSpecification §15). */
export function toNativeStatusMappings(mapping: Mapping<string>): NativeStatusMapping[] {
  return mappingRows(mapping).map(({ nativeType, row }) => ({
    native_status: nativeType,
    native_event_type: nativeType,
    native_status_scope: row.scope,
    normalized_event: row.event,
    evidence_grade: row.grade,
    confidence: row.confidence,
    terminal: row.terminal,
    ...(row.retryable === undefined ? {} : { retryable: row.retryable }),
    ambiguous: row.ambiguous ?? false,
    product_or_feature_dependent: (row.requiredFeatures ?? []).length > 0,
    required_features: [...(row.requiredFeatures ?? [])],
    ...(row.warning === undefined ? {} : { warning: row.warning }),
    examples: [...(row.examples ?? [])],
  }));
}

/** The table as NativeEventSemantics objects, one per row (AdapterInterfaceSpecification §16). */
export function toNativeEventSemantics(
  mapping: Mapping<string>,
  sourceSystem: string,
): NativeEventSemantics[] {
  return mappingRows(mapping).map(({ nativeType, row }) => ({
    native_event_type: nativeType,
    source_system: sourceSystem,
    plain_meaning: row.meaning,
    does_not_mean: [...row.doesNotMean],
    normalized_mapping: row.event,
    evidence_grade: row.grade,
    examples: [...(row.examples ?? [])],
  }));
}
