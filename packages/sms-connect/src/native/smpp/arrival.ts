// What tells one message from a handset from the next. SMPP gives them no id: the same PDU again is either the SMSC's
// repetition of what it holds for unanswered, or the same words from the same person once more.
import { createHash } from "node:crypto";
import type { Instant } from "@underclaim/runtime";

/**
 * Names the header in which the session says how many of the same content were answered before, in this span, on
 * connections that held: such an answer has reached the SMSC, so that the next one is no repetition. Absent: none.
 */
export const ANSWERED_BEFORE = "smpp-answered-before";

/** Within it, what may be a repetition is taken for one. An SMSC that comes back repeats in seconds or minutes. */
const SPAN_MS = 10 * 60_000;
export const spanOf = (at: Instant): number => Math.floor(at / SPAN_MS);

/** Everything but command_length, command_status and sequence_number, which differ when it is sent again. */
export function contentOf(pdu: Uint8Array): string {
  return createHash("sha256").update(pdu.subarray(4, 8)).update(pdu.subarray(16)).digest("hex");
}
