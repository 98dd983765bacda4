import type { ReceiptClass } from "../receipt-classes.ts";
import { SINCH_CODES } from "./code-table.ts";
import { SINCH_STATUSES } from "./status-table.ts";

export interface SinchReceipt {
  readonly class: ReceiptClass;
  readonly final: boolean;
  /** Whether sending the same once more may succeed, by the code; null where Sinch does not tell. */
  readonly retryable: boolean | null;
}

/** A status and its code. A code nobody has documented to us leaves the class to the status. */
export function sinchReceipt(status: string, code: number): SinchReceipt {
  const word = Object.hasOwn(SINCH_STATUSES, status) ? SINCH_STATUSES[status] : undefined;
  if (word === undefined) return { class: "unrecognised", final: false, retryable: null };
  const { final } = word;
  const told = SINCH_CODES.get(code);
  if (status === "Expired") {
    const proven = told?.network === true || told?.class === "expired";
    return { class: proven ? "expired" : word.class, final, retryable: null };
  }
  if (!word.refined || told === undefined) return { class: word.class, final, retryable: null };
  const retryable = told.lasts === "disputed" ? null : told.lasts === "temporary";
  if (told.class !== null) return { class: told.class, final, retryable };
  if (status !== "Failed") return { class: word.class, final, retryable };
  return {
    class: told.lasts === "permanent" ? "undelivered_permanent" : "undelivered",
    final,
    retryable,
  };
}
