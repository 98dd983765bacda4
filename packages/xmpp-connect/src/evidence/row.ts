import {
  vocabulary,
  type AcceptanceSemantics,
  type EvidenceGrade,
  type KnownEventType,
  type MappingRow,
} from "@underclaim/contract";

export type Row = MappingRow;
export type Rows = readonly MappingRow[];
type Told = Partial<Omit<MappingRow, "event" | "grade" | "clause">>;

/** A row that means what the vocabulary says its event means, unless it says so itself. */
export const row = (
  event: KnownEventType,
  grade: EvidenceGrade,
  clause: string,
  told: Told = {},
): Row => ({
  event,
  grade,
  clause: `XmppAdapterSpecification ${clause}`,
  meaning: vocabulary(event).meaning,
  doesNotMean: vocabulary(event).doesNotMean,
  confidence: "medium",
  scope: "provider",
  terminal: false,
  ...told,
});

/** AdapterInterfaceSpecification §12 asks every row of an endpoint who accepted or refused, and how final that is. */
export const endpointRow = (
  event: Extract<KnownEventType, `notification.endpoint.${string}`>,
  grade: EvidenceGrade,
  clause: string,
  acceptance: AcceptanceSemantics,
  told: Told = {},
): Row => row(event, grade, clause, { scope: "endpoint", ...told, acceptance });

/** What the adapter did itself, it knows. */
export const OURS = {
  confidence: "high",
  scope: "system",
  basis: ["The adapter wrote it in the same transaction as this event."],
} as const satisfies Told;
