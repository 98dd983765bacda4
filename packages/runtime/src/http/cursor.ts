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
   * @throws Refusal `malformed_cursor` for what never was a cursor, `cursor_expired` for one of another ledger or tenant
   */
  decode(tenant: TenantId, cursor: string | undefined): number;
}

/**
 * 12 bytes: version, a tag of ledger and tenant, the position. The tag is no secret; it keeps a cursor from being used
 * where its position means something else, such as after the ledger was replaced.
 *
 * @param ledger identifies the ledger: another one after the data was reset or restored from elsewhere
 */
export function cursors(ledger: string): Cursors {
  const tags = new Map<TenantId, Buffer>();
  const tagOf = (tenant: TenantId): Buffer => {
    let tag = tags.get(tenant);
    if (tag === undefined) {
      tag = createHash("sha256")
        .update(JSON.stringify([ledger, tenant]))
        .digest()
        .subarray(0, TAG_BYTES);
      tags.set(tenant, tag);
    }
    return tag;
  };
  return {
    encode(tenant, position) {
      const bytes = Buffer.allocUnsafe(BYTES);
      bytes[0] = VERSION;
      tagOf(tenant).copy(bytes, 1);
      bytes.writeUIntBE(position, 1 + TAG_BYTES, 6);
      return bytes.toString("base64url");
    },
    decode(tenant, cursor) {
      if (cursor === undefined) return 0;
      const bytes = FORMAT.test(cursor) ? Buffer.from(cursor, "base64url") : null;
      if (bytes === null || bytes[0] !== VERSION) throw malformedCursor();
      if (!tagOf(tenant).equals(bytes.subarray(1, 1 + TAG_BYTES))) throw expiredCursor();
      return bytes.readUIntBE(1 + TAG_BYTES, 6);
    },
  };
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
      "The cursor belongs to another ledger. Start again without one; events already seen have the same evidence_event_id.",
  });
