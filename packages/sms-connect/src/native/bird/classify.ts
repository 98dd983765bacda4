import type { ReceiptClass } from "../receipt-classes.ts";
import { BIRD_ERRORS } from "./error-table.ts";
import { BIRD_EVENTS } from "./event-table.ts";

export interface BirdReceipt {
  readonly class: ReceiptClass;
  readonly final: boolean;
  readonly retryable: boolean | null;
}

/** Refusals that end with the account's standing, not with the message. */
const OF_THE_ACCOUNT: ReadonlySet<ReceiptClass> = new Set(["quota", "provider_error"]);

/** An event and the code of its error. A code nobody has documented to us leaves the class to the event. */
export function birdReceipt(type: string, code: string | null): BirdReceipt {
  const event = Object.hasOwn(BIRD_EVENTS, type) ? BIRD_EVENTS[type] : undefined;
  if (event === undefined) return { class: "unrecognised", final: false, retryable: null };
  const { final, refined } = event;
  if (type === "sms.expired" && code === "unreachable")
    return { class: "expired", final, retryable: null };
  const told = code !== null && Object.hasOwn(BIRD_ERRORS, code) ? BIRD_ERRORS[code] : undefined;
  const finer = refined === null || told === undefined ? null : told[refined];
  const receipt = finer ?? event.class;
  const retryable = refined === "lasting" && OF_THE_ACCOUNT.has(receipt) ? null : event.retryable;
  return { class: receipt, final, retryable };
}
