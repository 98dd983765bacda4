import { describe, expect, onTestFinished, test } from "vitest";
import type { NativeRecord, Store } from "../../src/store/port.ts";
import { temporaryStore } from "./temporary-store.ts";

/** Pairwise different; as UTF-8 the first three would be the same bytes, and U+0000 ends a C string. */
const TEXTS = ["\ud800", "\ud801", "\ufffd", "\udc00\ud800", "\0", "\0a", "\u0002", "é", "e\u0301"];

async function opened(): Promise<Store> {
  const { store, dispose } = await temporaryStore();
  onTestFinished(dispose);
  return store;
}

const native = (text: string, index: number): NativeRecord => ({
  id: `ne_${index}`,
  source: "s",
  dedupeKey: text,
  subjects: [text],
  receivedAt: 1,
  occurredAt: null,
  text: "{}",
  raw: { contentType: "text/plain", text: "raw", person: text, expiresAt: null },
});

describe("texts that differ are never one key", () => {
  test("of idempotency", async () => {
    const store = await opened();
    for (const [index, key] of TEXTS.entries()) {
      const committed = await store.commit("t", {
        guards: [{ idempotencyUnknown: key, now: 1 }],
        idempotency: {
          key,
          operation: `op_${index}`,
          requestId: key,
          fields: {},
          replayStatus: 200,
          expiresAt: 10,
          result: "{}",
        },
        operations: [
          {
            id: `op_${index}`,
            state: "accepted",
            dueAt: null,
            create: { lane: "", subject: key, createdAt: 1 },
            text: "{}",
          },
        ],
      });
      expect(committed.ok, JSON.stringify(key)).toBe(true);
    }
    const read = await store.load(
      "t",
      TEXTS.map((idempotency) => ({ idempotency })),
    );
    expect(TEXTS.map((key) => read.idempotency(key)?.operation)).toEqual(
      TEXTS.map((_, index) => `op_${index}`),
    );
    expect(TEXTS.map((key) => read.idempotency(key)?.key)).toEqual(TEXTS);
  });

  test("of a native, of a subject, of a person", async () => {
    const store = await opened();
    for (const [index, text] of TEXTS.entries()) {
      await store.commit("t", {
        guards: [{ nativeNew: { source: "s", dedupeKey: text } }],
        natives: [native(text, index)],
        evidence: [{ id: `ev_${index}`, subject: text, text: String(index) }],
      });
    }
    for (const [index, text] of TEXTS.entries()) {
      const timeline = await store.timeline("t", text);
      expect(timeline.natives).toEqual([native(text, index)]);
      expect(timeline.evidence).toEqual([String(index)]);
    }
    expect(await store.erase("t", "\ud800")).toBe(1);
    const kept = await Promise.all(TEXTS.map((_, index) => store.native("t", `ne_${index}`)));
    expect(kept.map((record) => record?.raw?.text)).toEqual(
      TEXTS.map((_, index) => (index === 0 ? undefined : "raw")),
    );
  });
});
