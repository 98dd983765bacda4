import type { ReceiptClass } from "../receipt-classes.ts";
import {
  MESSAGEBIRD_CODES,
  MESSAGEBIRD_REASONS,
  MESSAGEBIRD_STATUSES,
} from "./messagebird-tables.ts";

export interface MessageBirdReceipt {
  readonly class: ReceiptClass;
  readonly final: boolean;
  readonly retryable: boolean | null;
}

/** "Expired before we were able to send the message" and "receiver wasn't available": each proves that it is over. */
const EXPIRED: ReadonlySet<string> = new Set(["expired", "unavailable subscriber"]);

/** A status, its code and its reason. What nobody has documented to us leaves the class to the status. */
export function messageBirdReceipt(
  status: string,
  code: string | null,
  reason: string | null,
): MessageBirdReceipt {
  const word = Object.hasOwn(MESSAGEBIRD_STATUSES, status)
    ? MESSAGEBIRD_STATUSES[status]
    : undefined;
  if (word === undefined) return { class: "unrecognised", final: false, retryable: null };
  const { final, refined } = word;
  const why = reason?.toLowerCase() ?? "";
  const told = ofOwn(MESSAGEBIRD_CODES, code ?? "") ?? ofOwn(MESSAGEBIRD_REASONS, why);
  if (status === "expired") {
    const proven = EXPIRED.has(why) || (why === "" && told?.class === "unavailable");
    return { class: proven ? "expired" : word.class, final, retryable: null };
  }
  if (!refined || told === undefined) return { class: word.class, final, retryable: null };
  return { class: told.class, final, retryable: told.retryable };
}

const ofOwn = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
