import type { NativeDraft, OperationState, Reaction, Snapshot, Target } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { conversationKey, roomTimerKey } from "../../src/model/documents.ts";
import { own } from "../../src/native/own.ts";
import { clientRef } from "../../src/native/references.ts";
import { REFUSALS } from "../../src/native/refusals.ts";
import type { XmppNative } from "../../src/native/types.ts";
import { receiptOverdue, receiptReactions, receiptTimers } from "../../src/react/receipts.ts";

const NOW = Date.UTC(2026, 0, 1, 12);
const operation = "xmppop_1";

function happen(
  native: NativeDraft<XmppNative>,
  recent: readonly string[] = [],
  states: Readonly<Record<string, OperationState>> = {},
  leaves: Readonly<Record<string, number>> = {},
): Reaction {
  const targets = [{ operation }] as unknown as readonly Target[];
  const snapshot = {
    doc: () => ({
      text: JSON.stringify({
        recent: recent.map((id) => ({ operation: id, id, at: leaves[id] ?? NOW })),
      }),
    }),
    operation: (id: string) => ({ state: states[id] ?? "accepted" }),
  } as unknown as Snapshot;
  const context = { tenant: "t", now: NOW, ids: { next: () => "" } };
  return receiptReactions[native.type]?.react(native, targets, snapshot, context) ?? {};
}

describe("the deadline for a receipt", () => {
  test.each<XmppNative>([
    "receipt.received",
    "marker.received",
    "marker.displayed",
    "marker.acknowledged",
    "message.expired",
    "message.cancelled",
    "operator.resolved_rejected",
  ])("ends with %s", (type) => {
    expect(happen(own(type, operation)).deadlines).toEqual([operation]);
  });

  test.each(Object.keys(REFUSALS))("ends where the message never left: %s", (refusal) => {
    expect(happen(own(`message.refused.${refusal}` as XmppNative, operation))).toEqual({
      deadlines: [operation],
      docs: [{ delete: roomTimerKey(operation) }],
    });
  });

  test.each<XmppNative>([
    "server.acknowledged",
    "message.unknown",
    "message.delayed",
    "inbound.reply.known",
    "error.service_unavailable",
    "receipt.stray",
  ])("goes on after %s", (type) => {
    expect(happen(own(type, operation)).deadlines ?? []).toEqual([]);
  });

  test("becomes an event about the operation when it has passed", () => {
    expect(receiptOverdue(operation)).toMatchObject([
      { type: "receipt.overdue", source: "adapter", refs: [clientRef(operation)] },
    ]);
  });
});

test("a marker covers the earlier messages of its conversation, each by an event of its own", () => {
  const told = { account: "desk", peer: "jid_a", stanza_id: operation, resource: "jid_r" };
  const marker = own("marker.displayed", operation, { data: told });
  expect(receiptReactions["marker.displayed"]?.reads?.(marker, [], null)).toEqual([
    { doc: conversationKey("desk", "jid_a") },
  ]);
  const { docs = [] } = happen(marker, ["xmppop_2", operation, "xmppop_0"]);
  expect(docs).toMatchObject([
    { put: ["covered", "xmppop_0", "marker.displayed", "jid_r"], dueAt: NOW },
  ]);
  const [doc] = docs;
  const text = doc !== undefined && "put" in doc ? doc.text : "";
  expect(
    receiptTimers["covered"]?.({ key: ["covered"], text, version: 1, dueAt: null }),
  ).toMatchObject([
    { type: "marker.displayed", refs: [clientRef("xmppop_0")], metadata: { cumulative: true } },
  ]);
});

test.each<OperationState>([
  "scheduled",
  "ready",
  "claimed",
  "dispatching",
  "unknown",
  "rejected",
  "cancelled",
  "expired",
])("a marker covers no message of which it is not known that the server took it: %s", (state) => {
  const told = { account: "desk", peer: "jid_a", stanza_id: operation, resource: "jid_r" };
  const marker = own("marker.displayed", operation, { data: told });
  const { docs = [] } = happen(marker, [operation, "xmppop_0", "xmppop_-1"], { xmppop_0: state });
  expect(docs).toMatchObject([{ put: ["covered", "xmppop_-1", "marker.displayed", "jid_r"] }]);
});

test("a marker that comes late covers no message that was scheduled to leave after the one it names", () => {
  const told = { account: "desk", peer: "jid_a", stanza_id: operation, resource: "jid_r" };
  const marker = own("marker.displayed", operation, { data: told });
  const { docs } = happen(marker, [operation, "xmppop_0"], {}, { xmppop_0: NOW + 1 });
  expect(docs).toEqual([]);
});

test("to cover earlier messages it is read what has become of them", () => {
  const told = { account: "desk", peer: "jid_a", stanza_id: operation, resource: "jid_r" };
  const marker = own("marker.displayed", operation, { data: told });
  const recent = [operation, "xmppop_0"].map((id) => ({ operation: id, id, at: 0 }));
  const known = {
    wasRead: () => true,
    doc: () => ({ text: JSON.stringify({ recent }) }),
  } as unknown as Snapshot;
  expect(receiptReactions["marker.displayed"]?.reads?.(marker, [], known)).toEqual([
    { doc: conversationKey("desk", "jid_a") },
    { operation: "xmppop_0" },
  ]);
});
