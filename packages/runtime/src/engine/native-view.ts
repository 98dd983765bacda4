import { timestamp, type TenantId } from "../time-and-ids.ts";
import type { KeptNative } from "./adapter-runtime.ts";
import type { Engine } from "./engine.ts";

/** What a `raw_event_ref` (`native:<id>`) leads to. */
export async function nativeOf(
  { store }: Engine,
  tenant: TenantId,
  id: string,
): Promise<KeptNative | null> {
  const record = await store.native(tenant, id);
  if (record === null) return null;
  const { raw } = record;
  // Parked or interpreted, the text holds the hash under this name.
  const { raw_hash } = JSON.parse(record.text) as Pick<KeptNative, "raw_hash">;
  return {
    id: record.id,
    source: record.source,
    dedupe_key: record.dedupeKey,
    received_at: timestamp(record.receivedAt),
    occurred_at: record.occurredAt === null ? null : timestamp(record.occurredAt),
    raw_hash,
    raw:
      raw === null
        ? null
        : {
            content_type: raw.contentType,
            text: raw.text,
            expires_at: raw.expiresAt === null ? null : timestamp(raw.expiresAt),
          },
  };
}
