// Longer messages whose parts arrive each on its own, in any order, repeated, or not at all (3GPP TS 23.040 §9.2.3.24.1).
import {
  stableId,
  type Doc,
  type Instant,
  type Key,
  type Reaction,
  type Reactor,
} from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { partsKey } from "../model/documents.ts";
import { inboundNative } from "../native/inbound.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import { unkeptOf } from "./inbound-told.ts";

/** Stands under `partsKey`. Holds what was written: tagged with the person, and deleted when it falls due. */
interface Gathered {
  readonly source: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly total: number;
  /** The earliest time that is known of a part. */
  readonly occurredAt: Instant | null;
  /** Whole or not, it is read then. Counted from the first part. */
  readonly until: Instant;
  /** By index, from 1. */
  readonly parts: Readonly<Record<string, { readonly text: string; readonly key: string }>>;
}

/** Names what belongs together: references are counted anew by each handset, from 0 to 255, so sender and total count, too. */
interface Whole {
  readonly account: string;
  readonly number: string;
  readonly reference: string;
}
const gatheredKey = ({ account, number, reference }: Whole): Key =>
  partsKey(account, number, reference);
/** That it was read: a part that comes again afterwards is no new message. Expires. */
const partsReadKey = ({ account, number, reference }: Whole): Key => [
  "parts-read",
  account,
  number,
  reference,
];

interface Part extends Whole {
  readonly index: number;
  readonly total: number;
}

function partIn({ data = {} }: SmsDraft): Part | null {
  const { provider, number, sender, reference, index, total } = data;
  if (typeof provider !== "string" || typeof number !== "string" || typeof sender !== "string")
    return null;
  if (typeof reference !== "string" || typeof index !== "number" || typeof total !== "number")
    return null;
  return {
    account: provider,
    number,
    reference: JSON.stringify([sender, reference, total]),
    index,
    // A part beyond the total belongs to a message that is at least as long.
    total: Math.max(total, index, 1),
  };
}

/** Keeps the part with the others. When all are there the message falls due at once, else when waiting ends. */
export const partReaction = (kit: SmsKit): Reactor<SmsNative> => ({
  reads(native) {
    const part = partIn(native);
    return part === null ? [] : [{ doc: gatheredKey(part) }, { doc: partsReadKey(part) }];
  },
  react(native, _targets, snapshot, { now }) {
    const part = partIn(native);
    const unkept = unkeptOf(native);
    if (part === null || unkept === null) return {};
    const [key, readKey] = [gatheredKey(part), partsReadKey(part)];
    if (snapshot.doc(readKey) !== null)
      return { guards: [guardOf(snapshot.doc(readKey), readKey)] };

    const doc = snapshot.doc(key);
    const before = doc === null ? null : (JSON.parse(doc.text) as Gathered);
    const after: Gathered = {
      source: native.source,
      account: part.account,
      from: unkept.from,
      to: unkept.to,
      total: part.total,
      occurredAt: earlier(before?.occurredAt ?? null, native.occurredAt),
      until: before?.until ?? now + kit.settings.receipts.parts_within,
      parts: {
        ...before?.parts,
        [part.index]: chosen(before?.parts[part.index], native, unkept.body),
      },
    };
    return {
      guards: [guardOf(doc, key), { doc: readKey, version: 0 }],
      docs: [
        {
          put: key,
          text: JSON.stringify(after),
          dueAt: Object.keys(after.parts).length >= after.total ? now : after.until,
          person: part.number,
        },
      ],
    };
  },
});

const guardOf = (doc: Doc | null, key: Key) => ({ doc: key, version: doc?.version ?? 0 });

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** Of two that claim one place always the same: which came first must not matter. */
function chosen(
  standing: Gathered["parts"][string] | undefined,
  { dedupeKey: key }: SmsDraft,
  text: string,
): Gathered["parts"][string] {
  return standing === undefined || key < standing.key ? { text, key } : standing;
}

/** Stands in the place of parts that never came. No letter and no punctuation: what has gaps is no exact word. */
const GAP = " \ufffd ";

/** The message, whole or with its gaps. */
export const wholeMessage =
  (kit: SmsKit) =>
  ({ key, text }: Doc): readonly SmsDraft[] => {
    const { source, account, from, to, total, occurredAt, parts } = JSON.parse(text) as Gathered;
    const [, , , reference = ""] = key;
    const indexes = Object.keys(parts)
      .map(Number)
      .toSorted((a, b) => a - b);
    const body = joined(parts, indexes, total);
    const native = inboundNative(kit, {
      source,
      account,
      messageId: null,
      from,
      to,
      body,
      occurredAt,
      dedupeKey: stableId("whole", ...key, ...indexes.map((index) => parts[index]?.key ?? "")),
      raw: { contentType: "text/plain; charset=utf-8", text: body, person: kit.numberId(from) },
      parts: { total, missing: Math.max(0, total - indexes.length) },
    });
    return [{ ...native, unkept: { ...native.unkept, parts: reference } }];
  };

/** One gap for each run of missing parts. */
function joined(parts: Gathered["parts"], indexes: readonly number[], total: number): string {
  let body = "";
  let next = 1;
  for (const index of indexes) {
    body += (index > next ? GAP : "") + (parts[index]?.text ?? "");
    next = index + 1;
  }
  return next <= total ? body + GAP : body;
}

/** Whatever the whole message turns out to be, that its parts were read is written with what it changes. */
export const rememberingParts = (
  kit: SmsKit,
  { reads, react, urgent }: Reactor<SmsNative> = { react: () => ({}) },
): Reactor<SmsNative> => ({
  ...(urgent === undefined ? {} : { urgent }),
  ...(reads === undefined ? {} : { reads }),
  react(native, targets, snapshot, context): Reaction {
    const reaction = react(native, targets, snapshot, context);
    const { provider, number } = native.data ?? {};
    const reference = native.unkept?.["parts"];
    if (typeof reference !== "string" || typeof provider !== "string") return reaction;
    if (typeof number !== "string") return reaction;
    const put = partsReadKey({ account: provider, number, reference });
    const dueAt = context.now + kit.settings.receipts.parts_within;
    return { ...reaction, docs: [...(reaction.docs ?? []), { put, text: "{}", dueAt }] };
  },
});
