import type { Instant } from "@underclaim/runtime";
import { canonicalId } from "../../provider/smpp/message-ids.ts";
import type { SmppSettings } from "../../provider/smpp/settings.ts";
import { networkError, tlvNumber, tlvText } from "../../provider/smpp/tlv.ts";
import { RECEIPTS, type ReceiptClass } from "../receipt-classes.ts";
import { plainText } from "./data-coding.ts";
import type { Delivery } from "./delivery.ts";
import { readReceiptDate, readReceiptText } from "./receipt-text.ts";
import { classOfState, classOfWord } from "./states.ts";

export interface SmppReceipt {
  readonly class: ReceiptClass;
  /** `stat`, or `message_state:2` where that counts and says something else. */
  readonly status: string;
  readonly code: string | null;
  /** network_error_code as type and code: `3:34`. */
  readonly carrierCode: string | null;
  readonly messageId: string | null;
  readonly occurredAt: Instant | null;
  readonly final: boolean;
  /** What text and parameters say differently: the parameters count. */
  readonly conflicts: readonly ("message_id" | "state")[];
  /** All that tells this receipt from another one. Null where it names no message. */
  readonly key: string | null;
}

/** Null: neither a message nor a state is named. */
export function readReceipt(settings: SmppSettings, delivery: Delivery): SmppReceipt | null {
  const text = readReceiptText(plainText(delivery.dataCoding, delivery.content));
  const id = idOf(settings, text.id, tlvText(delivery.tlvs, "receipted_message_id"));
  const state = stateOf(text.stat, tlvNumber(delivery.tlvs, "message_state"));
  if (id.value === null && state.status === "") return null;
  const network = networkError(delivery.tlvs);
  const code = text.err ?? (network === null ? null : String(network.code));
  const intermediate = delivery.kind === "intermediate";
  const said = intermediate ? beforeTheEnd(state.class) : state.class;
  const told = refined(said, errorClass(settings, code), intermediate);
  return {
    class: told,
    status: state.status,
    code,
    carrierCode: network === null ? null : `${network.network}:${network.code}`,
    messageId: id.value,
    occurredAt: readReceiptDate(text.doneDate, settings.receipt_time_zone),
    final: !intermediate && (RECEIPTS[said].final || RECEIPTS[told].final),
    conflicts: [
      ...(id.conflict ? (["message_id"] as const) : []),
      ...(state.conflict ? (["state"] as const) : []),
    ],
    key:
      id.value === null
        ? null
        : [id.value, state.status, code, text.submitDate, text.doneDate, delivery.kind].join("/"),
  };
}

function idOf(
  { submit_id, receipt_id, receipted_message_id = submit_id }: SmppSettings,
  text: string | null,
  parameter: string | null,
): { readonly value: string | null; readonly conflict: boolean } {
  const written = text === null ? null : canonicalId(text, receipt_id);
  if (parameter === null || parameter === "") return { value: written, conflict: false };
  const value = canonicalId(parameter, receipted_message_id);
  return { value, conflict: written !== null && written !== value };
}

function stateOf(
  word: string | null,
  state: number | null,
): { readonly class: ReceiptClass; readonly status: string; readonly conflict: boolean } {
  const said = word === null ? "unrecognised" : classOfWord(word);
  if (state === null) return { class: said, status: word ?? "", conflict: false };
  const counts = classOfState(state);
  const conflict = word !== null && said !== counts;
  const status = word === null || conflict ? `message_state:${state}` : word;
  return { class: counts, status, conflict };
}

/** A notification on the way tells of an attempt: what it failed by is tried again, and it cannot tell of a delivery. */
function beforeTheEnd(state: ReceiptClass): ReceiptClass {
  if (state === "delivered") return "unrecognised";
  return RECEIPTS[state].final ? "deferred" : state;
}

/** `err` is each operator's own (per-bind table): without an entry it says nothing. */
const errorClass = ({ error_table }: SmppSettings, code: string | null): ReceiptClass | null => {
  if (code === null) return null;
  return ownEntry(error_table, code) ?? ownEntry(error_table, code.replace(/^0+(?=.)/, "")) ?? null;
};

const ownEntry = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const ON_THE_WAY: readonly ReceiptClass[] = ["dispatched", "carrier_accepted", "buffered"];

/** A code gives the reason of what has not arrived; of what may still, only reasons that pass. */
function refined(
  state: ReceiptClass,
  reason: ReceiptClass | null,
  intermediate: boolean,
): ReceiptClass {
  if (reason === null || state === "delivered") return state;
  const open = intermediate || ON_THE_WAY.includes(state);
  return open && RECEIPTS[reason].final ? state : reason;
}
