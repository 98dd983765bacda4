// SMPP 3.4 Appendix B: the usual text of a receipt. Its form is each vendor's own.
import type { Instant } from "@underclaim/runtime";

export interface ReceiptText {
  readonly id: string | null;
  readonly stat: string | null;
  readonly err: string | null;
  readonly submitDate: string | null;
  readonly doneDate: string | null;
}

const LABEL =
  /(?<=^|[\s,;])(id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat|err|text)\s*[:=]\s*/giu;

/**
 * The fields in any order and case, each up to the next. Nothing after `text:` is read: there stand words of the message
 * itself, which may look like fields.
 */
export function readReceiptText(text: string): ReceiptText {
  const labels = [...text.matchAll(LABEL)];
  const end = labels.findIndex(([, label]) => label?.toLowerCase() === "text");
  const known = end === -1 ? labels : labels.slice(0, end);
  const values = new Map<string, string>();
  for (const [index, { 0: whole, 1: label = "", index: at }] of known.entries()) {
    const until = labels[index + 1]?.index ?? text.length;
    const value = /[^\s,;]+/u.exec(text.slice(at + whole.length, until))?.[0];
    const name = label.toLowerCase().replaceAll(/[ _]/g, "");
    if (value !== undefined && !values.has(name)) values.set(name, value);
  }
  return {
    id: values.get("id") ?? null,
    stat: values.get("stat") ?? null,
    err: values.get("err") ?? null,
    submitDate: values.get("submitdate") ?? null,
    doneDate: values.get("donedate") ?? null,
  };
}

/** YYMMDDhhmm, or with seconds, or with both seconds and century. */
const DATE = /^(?:20(?=\d{12}$))?(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/;

/** @param zone `Z` or an offset; null: the date is not trusted, for it names none */
export function readReceiptDate(date: string | null, zone: string | null): Instant | null {
  if (date === null || zone === null) return null;
  const [, year, month, day, hour, minute, second = "00"] = DATE.exec(date) ?? [];
  const local = `20${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = Date.parse(`${local}.000${zone}`);
  if (Number.isNaN(at)) return null;
  // 31 February and the like are read by Date as days of March.
  return new Date(Date.parse(`${local}.000Z`)).toISOString().startsWith(local) ? at : null;
}
