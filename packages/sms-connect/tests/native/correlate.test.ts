import type { Operation } from "@underclaim/runtime";
import { lowerGrade, type EvidenceGrade } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import type { EndpointFacts } from "../../src/health/endpoint-facts.ts";
import { conversationKey, endpointFactsKey } from "../../src/model/documents.ts";
import { HOLDER_UNCERTAIN, smsCorrelators } from "../../src/native/correlate.ts";
import type { SmsDraft } from "../../src/native/types.ts";
import {
  Documents,
  HANDSET,
  inbound,
  kitWith,
  NOW,
  numberId,
  SENDER,
  SHOP,
} from "../support/standing-stage.ts";

const kit = kitWith();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
type Sent = readonly [operation: string, at: number, state?: Operation["state"]];

function talked(
  sent: readonly Sent[],
  address = SENDER,
  documents = new Documents(),
  more: { forgotten?: number } = {},
): Documents {
  for (const [id, , state] of sent) documents.operation(id, state ?? "accepted");
  const recent = sent.map(([operation, at]) => ({ operation, at }));
  const key = conversationKey(numberId(address), numberId(HANDSET));
  documents.write([{ put: key, text: JSON.stringify({ recent, ...more }) }]);
  return documents;
}

/** As the runtime tries them: the first method that finds something. */
function found(
  native: SmsDraft,
  documents: Documents,
  receivedAt = NOW,
): { method: string; operation: string } | null {
  for (const { method, reads, find } of smsCorrelators(kit)) {
    const snapshot = documents.loadAll((known) => reads(native, known));
    const [about] = find(native, snapshot, receivedAt);
    if (about !== undefined && "aboutOperation" in about)
      return { method, operation: about.aboutOperation };
  }
  return null;
}
const CLEAR = "sender_pair_recency";
const UNCLEAR = "sender_pair_recency_ambiguous";
const reply = (over: Parameters<typeof inbound>[2] = {}) => inbound(kit, "See you", over);

describe("a reply is about", () => {
  test("nothing, where nothing was sent to its number from its sender", () => {
    expect(found(reply(), new Documents())).toBeNull();
    expect(found(reply(), talked([["op_1", NOW - HOUR]], SHOP))).toBeNull();
  });

  test("the one message between the two", () => {
    expect(found(reply(), talked([["op_1", NOW - HOUR]]))).toEqual({
      method: CLEAR,
      operation: "op_1",
    });
  });

  test("the newest of several, which is a guess", () => {
    const documents = talked([
      ["op_2", NOW - HOUR],
      ["op_1", NOW - 2 * HOUR],
    ]);
    expect(found(reply(), documents)).toEqual({ method: UNCLEAR, operation: "op_2" });
  });

  test("the newest clearly, where the one before it lies days back", () => {
    const documents = talked([
      ["op_2", NOW - HOUR],
      ["op_1", NOW - HOUR - 3 * DAY],
    ]);
    expect(found(reply(), documents)).toEqual({ method: CLEAR, operation: "op_2" });
  });

  test("the newest by its time, however the messages are remembered", () => {
    const documents = talked([
      ["op_1", NOW - 2 * HOUR],
      ["op_2", NOW - HOUR],
    ]);
    expect(found(reply(), documents)?.operation).toBe("op_2");
  });

  test.each(["scheduled", "ready", "claimed", "rejected", "cancelled", "expired"] as const)(
    "no message that is %s: nobody has received it",
    (state) => {
      const documents = talked([
        ["op_2", NOW + HOUR, state],
        ["op_1", NOW - HOUR],
      ]);
      expect(found(reply(), documents)).toEqual({ method: CLEAR, operation: "op_1" });
    },
  );

  test.each(["dispatching", "accepted", "unknown"] as const)("a message that is %s", (state) => {
    expect(found(reply(), talked([["op_1", NOW - HOUR, state]]))?.operation).toBe("op_1");
  });

  test("no message that there is not any more", () => {
    const documents = new Documents();
    const key = conversationKey(numberId(SENDER), numberId(HANDSET));
    documents.write([
      { put: key, text: JSON.stringify({ recent: [{ operation: "op_1", at: NOW }] }) },
    ]);
    expect(found(reply(), documents)).toBeNull();
  });

  test("what was sent before it was written, also where it arrives later; clocks may differ a little", () => {
    const documents = talked([
      ["op_2", NOW],
      ["op_1", NOW - HOUR],
    ]);
    expect(found(reply({ occurredAt: NOW - HOUR / 2 }), documents)).toEqual({
      method: CLEAR,
      operation: "op_1",
    });
    expect(found(reply({ occurredAt: NOW - 30_000 }), documents)?.operation).toBe("op_2");
  });

  test("a guess after days, and nothing after a month", () => {
    const documents = talked([["op_1", NOW - 4 * DAY]]);
    expect(found(reply({ occurredAt: NOW }), documents)?.method).toBe(UNCLEAR);
    expect(found(reply({ occurredAt: NOW + 27 * DAY }), documents)).toBeNull();
  });

  test("the same by when it arrived, where the provider tells no time", () => {
    const documents = talked([["op_1", NOW - 4 * DAY]]);
    const untimed = reply({ occurredAt: null });
    expect(found(untimed, documents)?.method).toBe(UNCLEAR);
    expect(found(untimed, documents, NOW + 27 * DAY)).toBeNull();
    expect(found(untimed, talked([["op_1", NOW - HOUR]]))?.method).toBe(CLEAR);
  });

  test("a guess, where one is not remembered any more that may have been sent within days of it", () => {
    const sent: Sent[] = [["op_1", NOW - HOUR]];
    const with_ = (forgotten: number) => talked(sent, SENDER, new Documents(), { forgotten });
    expect(found(reply(), with_(NOW - DAY))?.method).toBe(UNCLEAR);
    expect(found(reply(), with_(NOW - 5 * DAY))?.method).toBe(CLEAR);
  });

  test("what was sent under the pool that it came in through", () => {
    const documents = talked([["op_1", NOW - HOUR]], "MG1");
    expect(found(reply(), documents)).toBeNull();
    expect(found(reply({ pool: "MG1" }), documents)?.operation).toBe("op_1");
    talked([["op_2", NOW - HOUR / 2]], SENDER, documents);
    expect(found(reply({ pool: "MG1" }), documents)).toEqual({
      method: UNCLEAR,
      operation: "op_2",
    });
  });
});

describe("a reply from a number that is known as shared or given to somebody else is about", () => {
  const known = (facts: Partial<EndpointFacts>, documents: Documents) => {
    const key = endpointFactsKey(numberId(HANDSET));
    documents.write([{ put: key, text: JSON.stringify(facts) }]);
    return documents;
  };

  test.each([{ shared_since: NOW - DAY }, { reassigned_at: NOW - DAY }])(
    "the one message between the two, by a method of its own: %o",
    (facts) => {
      expect(found(reply(), known(facts, talked([["op_1", NOW - HOUR]])))).toEqual({
        method: HOLDER_UNCERTAIN,
        operation: "op_1",
      });
    },
  );

  test("the newest of several, which is a guess as of any number", () => {
    const documents = talked([
      ["op_2", NOW - HOUR],
      ["op_1", NOW - 2 * HOUR],
    ]);
    expect(found(reply(), known({ shared_since: NOW }, documents))?.method).toBe(UNCLEAR);
  });

  test("nothing, where nothing was sent to it", () => {
    expect(found(reply(), known({ shared_since: NOW }, new Documents()))).toBeNull();
  });

  test("what any other is about, where another number is the shared one", () => {
    const documents = talked([["op_1", NOW - HOUR]]);
    const key = endpointFactsKey(numberId("+491700000000"));
    documents.write([{ put: key, text: JSON.stringify({ shared_since: NOW }) }]);
    expect(found(reply(), documents)?.method).toBe(CLEAR);
  });
});

test("nothing but what was said, and what it lifted, is found by recency", () => {
  const documents = talked([["op_1", NOW - HOUR]]);
  const { data = {}, ...native } = reply();
  expect(found({ ...native, data, type: "receipt.delivered" }, documents)).toBeNull();
  expect(found({ ...native, data, type: "endpoint.suppression_lifted" }, documents)).not.toBeNull();
});

describe("the cap", () => {
  const REPLY: EvidenceGrade = {
    strength: "strong",
    actor_certainty: "medium",
    authority_certainty: "low",
    payload_certainty: "medium",
    interaction_certainty: "high",
    timing_certainty: "high",
    channel_certainty: "high",
    non_repudiation_strength: "low",
    notes: [],
  };
  const capOf = (name: string) => smsCorrelators(kit).find(({ method }) => method === name)?.cap;
  const [clear, uncertain, unclear] = [CLEAR, HOLDER_UNCERTAIN, UNCLEAR].map(capOf);

  test("of one message leaves a reply as §13.7 has it", () => {
    expect(lowerGrade(REPLY, clear ?? {})).toEqual(REPLY);
  });

  test("of a guess takes from it whose and about what it is, and leaves that somebody wrote", () => {
    expect(lowerGrade(REPLY, unclear ?? {})).toMatchObject({
      actor_certainty: "low",
      authority_certainty: "none",
      payload_certainty: "low",
      interaction_certainty: "high",
      channel_certainty: "high",
    });
  });

  test("of a phone whose holder is uncertain takes from it whose it is, and nothing else", () => {
    expect(lowerGrade(REPLY, uncertain ?? {})).toEqual({
      ...REPLY,
      actor_certainty: "low",
      authority_certainty: "none",
    });
  });

  test("of none makes an opt-out ambiguous", () => {
    const optOut = { ...REPLY, strength: "negative" } as const;
    for (const cap of [clear, uncertain, unclear])
      expect(lowerGrade(optOut, cap ?? {}).strength).toBe("negative");
  });
});
