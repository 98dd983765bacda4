import { createHash } from "node:crypto";
import type { TenantId } from "../time-and-ids.ts";
import { Refusal } from "./refusal.ts";

const VERSION = 1;
const TAG_BYTES = 5;
const BYTES = 1 + TAG_BYTES + 6;
const FORMAT = /^[A-Za-z0-9_-]{16}$/;

/** Positions in the ledger as readers see them: opaque, the same for REST and for streams. */
export interface Cursors {
  encode(tenant: TenantId, position: number): string;
  /**
   * The position a cursor stands for; the start where there is none.
   *
   * @throws Refusal `malformed_cursor` for what never was a cursor, `cursor_expired` for one of another ledger, tenant or lost epoch
   */
  decode(tenant: TenantId, cursor: string | undefined): number;
}

/** One run of a process on the ledger. */
export interface Epoch {
  readonly id: string;
  /** The head when it began: the end of the epoch before. */
  readonly from: number;
}

/**
 * 12 bytes: version, a tag of ledger, epoch and tenant, the position. The tag is no secret; it keeps a cursor from being
 * used where its position means something else: after the ledger was replaced, or restored to an earlier state, whose
 * next events take the positions of those that were lost.
 *
 * @param ledger identifies the ledger: another one after the data was reset
 * @param epochs in order; the last is this process's own
 */
export function cursors(ledger: string, epochs: readonly Epoch[] = [{ id: "", from: 0 }]): Cursors {
  const known = new Map<TenantId, Tags>();
  const tagsOf = (tenant: TenantId): Tags => {
    let tags = known.get(tenant);
    if (tags === undefined) known.set(tenant, (tags = tagsFor(ledger, epochs, tenant)));
    return tags;
  };
  return {
    encode(tenant, position) {
      const bytes = Buffer.allocUnsafe(BYTES);
      bytes[0] = VERSION;
      tagsOf(tenant).current.copy(bytes, 1);
      bytes.writeUIntBE(position, 1 + TAG_BYTES, 6);
      return bytes.toString("base64url");
    },
    decode(tenant, cursor) {
      if (cursor === undefined) return 0;
      const bytes = FORMAT.test(cursor) ? Buffer.from(cursor, "base64url") : null;
      if (bytes === null || bytes[0] !== VERSION) throw malformedCursor();
      const end = tagsOf(tenant).ends.get(bytes.toString("hex", 1, 1 + TAG_BYTES));
      const position = bytes.readUIntBE(1 + TAG_BYTES, 6);
      if (end === undefined || position > end) throw expiredCursor();
      return position;
    },
  };
}

interface Tags {
  /** Of the newest epoch. */
  readonly current: Buffer;
  /** By tag, in hex: the last position the epoch has. */
  readonly ends: ReadonlyMap<string, number>;
}

function tagsFor(ledger: string, epochs: readonly Epoch[], tenant: TenantId): Tags {
  const tags = epochs.map(({ id }) =>
    createHash("sha256")
      .update(JSON.stringify([ledger, id, tenant]))
      .digest()
      .subarray(0, TAG_BYTES),
  );
  const current = tags.at(-1);
  if (current === undefined) throw new Error("A ledger that is open has an epoch.");
  const ends = tags.map((tag, index): [string, number] => [
    tag.toString("hex"),
    epochs[index + 1]?.from ?? Number.POSITIVE_INFINITY,
  ]);
  return { current, ends: new Map(ends) };
}

const malformedCursor = (): Refusal =>
  new Refusal("malformed_cursor", {
    detail:
      "Use a cursor as `next` or an event's id gave it, or leave it out to start at the beginning.",
    problems: [{ path: "after", message: "Not a cursor." }],
  });

export const expiredCursor = (): Refusal =>
  new Refusal("cursor_expired", {
    detail:
      "The cursor belongs to another ledger, or to a state that was lost when this one was restored. Start again without one; events already seen have the same evidence_event_id.",
  });
