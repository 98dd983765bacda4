import type { ReceiptClass } from "../receipt-classes.ts";

/**
 * How Sinch treats a code. "disputed": it says Permanent and describes a temporary problem in the same row, so that neither
 * is believed.
 */
type Lasts = "temporary" | "permanent" | "disputed";

interface SinchCode {
  /** Null: nothing finer than the status. */
  readonly class: ReceiptClass | null;
  readonly lasts: Lasts;
  /** The code is that of a network that tried to reach the handset. */
  readonly network: boolean;
}

type Row = readonly [codes: string, receipt: ReceiptClass | null, lasts: Lasts];

/**
 * Sinch, SMPP error codes ("Treated as") and REST delivery report error codes. The classes are this project's own reading.
 * Codes of MMS are not among them.
 */
const ROWS: readonly Row[] = [
  // Routing
  ["1-3 5-10 12 13 17", "route_unavailable", "permanent"],
  ["4 14", "route_unavailable", "temporary"],
  ["11", "unreachable_final", "permanent"],
  // Screening
  ["15 62 66 67", "filtered", "permanent"],
  ["16 19 63 65", null, "permanent"],
  // On 10DLC this is an inactive campaign; the receipt does not tell which it is.
  ["60", "sender_not_allowed", "permanent"],
  // "Destination blocked": by Sinch's own screening, so it is Sinch that keeps the number from being written to.
  ["61", "provider_suppressed", "permanent"],
  ["64", "quota", "permanent"],
  // Inside Sinch
  ["40 50-52 70 71 73-76", "provider_error", "temporary"],
  ["53-55 72 113", "provider_error", "permanent"],
  ["18", null, "temporary"],
  ["77", null, "permanent"],
  // SMSC
  ["100", "unknown_subscriber", "permanent"],
  ["101 102 106 107", "temporary_network_error", "temporary"],
  ["103-105 108", null, "permanent"],
  ["109 111 112 114", null, "temporary"],
  ["110", null, "disputed"],
  // HLR
  ["150", "unknown_subscriber", "permanent"],
  ["151 152", "blocked", "permanent"],
  ["153 158 159", "unavailable", "temporary"],
  ["154 156 157 163", null, "permanent"],
  ["155 161 162", "temporary_network_error", "temporary"],
  ["160", "unreachable", "disputed"],
  ["164", null, "temporary"],
  // MSC
  ["200 211 212 217", null, "temporary"],
  ["201-203 210", "unavailable", "temporary"],
  ["204 208 209 216", null, "permanent"],
  ["205 206", "blocked", "permanent"],
  ["207 214 215", "temporary_network_error", "temporary"],
  ["213", "unreachable", "disputed"],
  // Barring
  ["250-257", "blocked", "permanent"],
  // Refused by the next hop
  ["300-303", "invalid_number", "permanent"],
  ["304 320 321 330-349", null, "permanent"],
  ["310-312", "sender_not_allowed", "permanent"],
  ["322 350 360-362 370 399", null, "temporary"],
  // The REST API's own
  ["402 412", "route_unavailable", "permanent"],
  ["403", "provider_error", "permanent"],
  ["404", "temporary_network_error", "temporary"],
  ["405 408 411", null, "permanent"],
  // "Expired before reaching SMSC": nothing can have reached a handset.
  ["406", "expired", "permanent"],
  ["407", "cancelled", "permanent"],
  ["410", "sender_not_allowed", "permanent"],
  ["413", "quota", "permanent"],
];

const numbersIn = (codes: string): readonly number[] =>
  codes.split(" ").flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

export const SINCH_CODES: ReadonlyMap<number, SinchCode> = new Map(
  ROWS.flatMap(([codes, receipt, lasts]) =>
    numbersIn(codes).map((code): [number, SinchCode] => [
      code,
      { class: receipt, lasts, network: code >= 100 && code < 300 },
    ]),
  ),
);
