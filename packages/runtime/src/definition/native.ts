import type {
  ActorContext,
  EndpointRef,
  EventObservation,
  EvidenceGrade,
  ProviderRef,
} from "@underclaim/contract";
import type { JsonObject } from "../json.ts";
import type { Instant, SubjectId } from "../time-and-ids.ts";

/** What came over the wire, as it came. Kept only where raw data is switched on; always hashed. */
export interface RawInput {
  /** Ends in `;base64` where `text` is base64, because the bytes are no UTF-8. See `rawOf`. */
  readonly contentType: string;
  readonly text: string;
  /** Person key, where the payload holds personal values. */
  readonly person?: string | null;
}

/**
 * One fact of the channel, classified into a fine native type, before correlation.
 * What the adapter itself did (accepted, refused, sent, timed out) is one too.
 */
export interface NativeDraft<T extends string = string> {
  readonly type: T;
  /** Where it came from: a source's name, or "adapter" for the adapter's own acts. */
  readonly source: string;
  /** The account it came through, where that is known: it, and not the operation's lane, tells whether a sandbox speaks. */
  readonly lane?: string;
  /** Unique within tenant and source: a repeat with the same key is the same event. */
  readonly dedupeKey: string;
  /**
   * What tells two pieces of evidence of one type about one subject apart; taken from the native event alone
   * (status and code, marker and resource, an hour's bucket), never from the order of arrival.
   */
  readonly evidenceKey: string;
  /** Only from a trusted clock; never invented. */
  readonly occurredAt: Instant | null;
  readonly nativeType: string | null;
  /** The provider's own word, unchanged. */
  readonly nativeStatus: string | null;
  /** What it may be correlated by, strongest first. */
  readonly refs: readonly ProviderRef[];
  /**
   * false: its references were bound before anything was sent, so one that is not known never will be, and the weaker methods
   * are tried at once. Default true: it waits for them (`parkMs`).
   */
  readonly awaits?: boolean;
  /** How long it waits, in ms, where that is less than the adapter's `parkMs`. */
  readonly awaitsMs?: number;
  /** References to bind to the operation that was found by another one (a callback that carries both). Only from authentic sources. */
  readonly learns?: readonly ProviderRef[];
  readonly observation: Pick<EventObservation, "source_type" | "source_confidence"> &
    Partial<Pick<EventObservation, "observer_ref" | "transport_ref" | "notes">>;
  readonly actor?: ActorContext | null;
  readonly endpoint?: EndpointRef | null;
  /** Facts for classification, reactions and assessments. No bodies, numbers, addresses. */
  readonly data?: JsonObject;
  /** Goes into the metadata of the evidence. No personal values. */
  readonly metadata?: JsonObject;
  /** Code may lower a row's grade, never raise it. */
  readonly lower?: Partial<Omit<EvidenceGrade, "notes">>;
  readonly raw?: RawInput | null;
  /** For reactions alone (a part's text, to be put together with others): no native event, evidence or park keeps it. */
  readonly unkept?: JsonObject;
}

/** How the subject of a native event was found. Adapters add their own, weaker methods. */
export type CorrelationMethod = "operation" | "reference" | "uncorrelated" | (string & {});

/** A native event as the ledger keeps it: what assessments and timelines are folded from. */
export interface StoredNative<T extends string = string> {
  readonly id: string;
  readonly type: T;
  readonly source: string;
  readonly dedupe_key: string;
  readonly occurred_at: Instant | null;
  readonly received_at: Instant;
  readonly native_type: string | null;
  readonly native_status: string | null;
  readonly observation: EventObservation;
  readonly subjects: readonly SubjectId[];
  readonly correlation_method: CorrelationMethod;
  readonly provider_refs: readonly ProviderRef[];
  readonly data: JsonObject;
  /** SHA-256 of the raw payload's text, hex; null where there was none (the adapter's own acts). */
  readonly raw_hash: string | null;
}
