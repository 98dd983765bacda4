import type { Doc, DocWrite, NativeDraft, Snapshot, Target } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { suppressionKey } from "../../src/model/documents.ts";
import { threadRef } from "../../src/native/references.ts";
import type { XmppNative } from "../../src/native/types.ts";
import { EXPIRING, standingReactions, standingTimers } from "../../src/react/standing.ts";
import { kitOf } from "../support/kit.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const stop: NativeDraft<XmppNative> = {
  type: "inbound.stop.known",
  source: "xmpp.stanza",
  dedupeKey: "desk/jid_a/inbound/m1",
  evidenceKey: "inbound/m1",
  occurredAt: null,
  nativeType: "message",
  nativeStatus: "STOP",
  refs: [threadRef("desk", "jid_a", "t1")],
  observation: { source_type: "recipient_client", source_confidence: "medium" },
  data: { peer: "jid_a" },
};

const reactor = (suppresses: boolean) =>
  standingReactions(kitOf({ stop: { suppresses } }))["inbound.stop.known"];
const docsOf = (targets: readonly Partial<Target>[]): readonly DocWrite[] =>
  reactor(true)?.react(stop, targets as Target[], {} as Snapshot, {
    tenant: "default",
    now: NOW,
    ids: { next: () => "" },
  }).docs ?? [];

function eventOf(docs: readonly DocWrite[]) {
  const due = docs.find((doc) => "dueAt" in doc && doc.dueAt === NOW);
  if (due === undefined || !("put" in due)) throw new Error("Nothing falls due.");
  const doc = { key: due.put, text: due.text, version: 1 } as unknown as Doc;
  return standingTimers[due.put[0]]?.(doc) ?? [];
}

test("STOP does nothing where it is not configured to", () => {
  expect(reactor(false)).toBeUndefined();
});

test("STOP suppresses at once, and the suppression becomes an event of the message's own", () => {
  const docs = docsOf([{ operation: "xmppop_1" }]);
  expect(docs).toContainEqual(expect.objectContaining({ put: suppressionKey("jid_a") }));
  expect(eventOf(docs)).toMatchObject([
    {
      type: "endpoint.suppressed",
      source: "adapter",
      dedupeKey: "desk/jid_a/inbound/m1:endpoint.suppressed",
      refs: [{ ref_type: "operation", ref_value: "xmppop_1" }, { ref_type: "thread" }],
      data: { peer: "jid_a", reason: "stop" },
      metadata: { reason: "stop" },
    },
  ]);
});

test("STOP about no message is an event all the same, and waits for no reference", () => {
  const [event] = eventOf(docsOf([]));
  expect(event).toMatchObject({ type: "endpoint.suppressed", awaits: false });
  expect(event?.refs).toEqual(stop.refs);
});

test("what it left behind is deleted with its event", () => {
  for (const collection of Object.keys(standingTimers)) expect(EXPIRING).toContain(collection);
});
