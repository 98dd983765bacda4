// Who may read a feed that is not public (RssAdapterSpecification §22, §34): tokens of a participant's systems.
import { createHash } from "node:crypto";
import {
  sha256,
  timestamp,
  type Clock,
  type Doc,
  type Ids,
  type Key,
  type Store,
  type TenantId,
} from "@underclaim/runtime";
import { z } from "zod";

const Instant = z.iso.datetime({ offset: true });

/** One system's access to one feed. Tokens are kept as hashes; the text is told once. */
export const AccessRecord = z.strictObject({
  access_id: z.string(),
  feed_id: z.string(),
  kind: z.enum(["participant_system", "internal_system"]),
  participant_id: z.string().nullable(),
  created_at: Instant,
  expires_at: Instant.nullable(),
  revoked_at: Instant.nullable(),
  last_used_at: Instant.nullable().describe("To the minute."),
  tokens: z.array(
    z.strictObject({ sha256: z.string(), issued_at: Instant, ends_at: Instant.nullable() }),
  ),
});
export type AccessRecord = z.infer<typeof AccessRecord>;

export type Granted = { readonly record: AccessRecord; readonly token: string };

interface Grant {
  readonly kind: AccessRecord["kind"];
  readonly participant_id: string | null;
  readonly expires_at: string | null;
}

export interface FeedAccess {
  grant(tenant: TenantId, feedId: string, wanted: Grant): Promise<Granted>;
  /** A new token; those before it end after the overlap. Null: no such access, or it was revoked. */
  rotate(tenant: TenantId, feedId: string, id: string, overlapMs: number): Promise<Granted | null>;
  /** At once, and for good. Null: no such access. */
  revoke(tenant: TenantId, feedId: string, id: string): Promise<AccessRecord | null>;
  list(tenant: TenantId, feedId: string): Promise<readonly AccessRecord[]>;
  /** Whose token it is, where it is valid for this feed now. Its use is noted. */
  holderOf(
    tenant: TenantId,
    feedId: string,
    token: string,
  ): Promise<{
    readonly id: string;
    readonly kind: AccessRecord["kind"];
    readonly participant_id: string | null;
  } | null>;
  /** Writes the uses that were noted. */
  flush(): Promise<void>;
}

export interface FeedAccessOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onError: (error: unknown) => void;
}

const accessKey = (feedId: string, id: string): Key => ["access", feedId, id];
const tokenKey = (hash: string): Key => ["access_token", hash];
const MOST_LISTED = 1_000;
const MINUTE_MS = 60_000;
const FLUSH_AFTER_MS = 1_000;

const recordOf = (doc: Doc): AccessRecord => AccessRecord.parse(JSON.parse(doc.text));

export function feedAccess({ store, clock, ids, onError }: FeedAccessOptions): FeedAccess {
  const used = new Map<string, { tenant: TenantId; key: Key; at: number }>();
  let cancel: (() => void) | null = null;

  const read = async (tenant: TenantId, key: Key): Promise<Doc | null> =>
    (await store.load(tenant, [{ doc: key }])).doc(key);

  /** The record with a change, written against the version that was read; read again where another was faster. */
  async function change<T extends { readonly record: AccessRecord; readonly token?: string }>(
    tenant: TenantId,
    key: Key,
    to: (record: AccessRecord) => T | null,
  ): Promise<T | null> {
    for (;;) {
      const doc = await read(tenant, key);
      const changed = doc === null ? null : to(recordOf(doc));
      if (doc === null || changed === null) return null;
      const { record, token } = changed;
      const committed = await store.commit(tenant, {
        guards: [{ doc: key, version: doc.version }],
        docs: [
          { put: key, text: JSON.stringify(record), person: record.participant_id },
          ...(token === undefined ? [] : [tokenDoc(record, token)]),
        ],
      });
      if (committed.ok) return changed;
    }
  }

  const tokenDoc = (record: AccessRecord, token: string) => ({
    put: tokenKey(sha256(token)),
    text: JSON.stringify([record.feed_id, record.access_id]),
    person: record.participant_id,
  });

  const note = (tenant: TenantId, key: Key, record: AccessRecord): void => {
    const at = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    if (record.last_used_at !== null && Date.parse(record.last_used_at) >= at) return;
    used.set(JSON.stringify([tenant, ...key]), { tenant, key, at });
    cancel ??= clock.wakeAt(clock.now() + FLUSH_AFTER_MS, () => void flush());
  };

  async function flush(): Promise<void> {
    cancel?.();
    cancel = null;
    const batch = [...used.values()];
    used.clear();
    for (const { tenant, key, at } of batch) {
      await change(tenant, key, (record) => ({
        record: { ...record, last_used_at: timestamp(at) },
      })).catch(onError);
    }
  }

  return {
    flush,
    async grant(tenant, feedId, wanted) {
      const token = newToken(ids);
      const now = timestamp(clock.now());
      const record: AccessRecord = {
        access_id: ids.next("access"),
        feed_id: feedId,
        ...wanted,
        created_at: now,
        revoked_at: null,
        last_used_at: null,
        tokens: [{ sha256: sha256(token), issued_at: now, ends_at: null }],
      };
      const key = accessKey(feedId, record.access_id);
      await store.commit(tenant, {
        guards: [{ doc: key, version: 0 }],
        docs: [
          { put: key, text: JSON.stringify(record), person: record.participant_id },
          tokenDoc(record, token),
        ],
      });
      return { record, token };
    },
    rotate(tenant, feedId, id, overlapMs) {
      const token = newToken(ids);
      const now = clock.now();
      return change(tenant, accessKey(feedId, id), (record) =>
        record.revoked_at !== null
          ? null
          : {
              token,
              record: {
                ...record,
                tokens: [
                  { sha256: sha256(token), issued_at: timestamp(now), ends_at: null },
                  ...record.tokens
                    .filter(({ ends_at: ends }) => ends === null || Date.parse(ends) > now)
                    .map((one) => ({ ...one, ends_at: one.ends_at ?? timestamp(now + overlapMs) })),
                ],
              },
            },
      );
    },
    async revoke(tenant, feedId, id) {
      const changed = await change(tenant, accessKey(feedId, id), (record) => ({
        record: { ...record, revoked_at: record.revoked_at ?? timestamp(clock.now()) },
      }));
      return changed?.record ?? null;
    },
    async list(tenant, feedId) {
      const range = { prefix: ["access", feedId] as const, limit: MOST_LISTED };
      return (await store.load(tenant, [{ range }])).range(range).map(recordOf);
    },
    async holderOf(tenant, feedId, token) {
      const hash = sha256(token);
      const named = await read(tenant, tokenKey(hash));
      if (named === null) return null;
      const [feed, id] = JSON.parse(named.text) as [string, string];
      const key = accessKey(feed, id);
      const doc = feed === feedId ? await read(tenant, key) : null;
      if (doc === null) return null;
      const record = recordOf(doc);
      if (!isValid(record, hash, clock.now())) return null;
      note(tenant, key, record);
      return { id: record.access_id, kind: record.kind, participant_id: record.participant_id };
    },
  };
}

function isValid(record: AccessRecord, hash: string, now: number): boolean {
  const ended = (at: string | null): boolean => at !== null && Date.parse(at) <= now;
  const token = record.tokens.find((one) => one.sha256 === hash);
  return (
    token !== undefined &&
    record.revoked_at === null &&
    !ended(record.expires_at) &&
    !ended(token.ends_at)
  );
}

/** 256 bits that cannot be guessed. An id may begin with its time, so two of them (160 random bits) are hashed. */
const newToken = (ids: Ids): string =>
  `feed_${createHash("sha256")
    .update(`${ids.next("token")}${ids.next("token")}`)
    .digest("base64url")}`;
