// Receipts that tell which message they are of: ids in hex at the submission and in decimal in the receipt, and for each
// message a minute of its own.
import { ofBody } from "./messages.ts";
import { receiptFields, type Taken } from "./smsc.ts";

const FIRST_MINUTE = Date.UTC(2026, 0, 2);

/** `id` of `openSmsc`. */
export const hexId = (n: number): string =>
  (0xab00 + n).toString(16).toUpperCase().padStart(8, "0");

/** When the handset had message n. */
export const deliveredAt = (n: number): string => new Date(FIRST_MINUTE + n * 60_000).toISOString();

/** Of a message that `bodyOf` made. */
export const receiptOf = ({ id, from, to, text }: Taken, stat = "DELIVRD") =>
  receiptFields({
    id: String(Number.parseInt(id, 16)),
    stat,
    // YYMMDDhhmm
    done: deliveredAt(ofBody(text)).replaceAll(/\D/g, "").slice(2, 12),
    from: to,
    to: from,
  });
