import { describe, expect, test } from "vitest";
import {
  Documents,
  HANDSET,
  inbound,
  kitWith,
  NOW,
  numberId,
  react,
  target,
} from "../support/standing-stage.ts";
import { reviewKey, suppressionKey } from "../../src/model/documents.ts";
import {
  openIn,
  reviewIn,
  reviewOpenKey,
  reviewTextKey,
  reviewView,
  SmsReview,
} from "../../src/model/review.ts";
import { closing } from "../../src/model/review-closing.ts";
import { inboundReactions } from "../../src/react/inbound-reactions.ts";

const kit = kitWith();
const number = numberId(HANDSET);

const suspect = (
  documents: Documents,
  body = "stop please",
  over: Parameters<typeof inbound>[2] = {},
  targets = [target()],
) => {
  const native = inbound(kit, body, over);
  expect(native.type).toBe("inbound.opt_out_suspected");
  return react(inboundReactions(kit)[native.type], native, documents, NOW, targets);
};
const open = (documents: Documents) => openIn(documents.get(reviewOpenKey(number))).reviews;
const recordOf = (documents: Documents, id: string) => {
  const doc = documents.get(reviewKey(id));
  if (doc === null) throw new Error("There is no such review.");
  return reviewIn(doc);
};

describe("what may be an opt-out", () => {
  test("is held for a person with what it is about, and suppresses nothing by itself", () => {
    const documents = new Documents();
    suspect(documents, "Stop please!\u0000", { occurredAt: NOW - 5_000 });
    const [review] = open(documents);
    const id = review?.id ?? "";
    expect(recordOf(documents, id)).toMatchObject({
      number,
      account: "acme",
      keyword: "STOP",
      receivedAt: NOW,
      saidAt: NOW - 5_000,
      scopes: [{ kind: "tenant", value: null }],
      about: { case: "case_1", participant: "participant_1", correlation: "corr_1" },
      decision: null,
    });
    expect(documents.json(reviewTextKey(id))).toBe("Stop please!");
    expect(documents.get(suppressionKey(number, { kind: "tenant", value: null }))).toBeNull();
  });

  test("keeps its text only where an erasure reaches it", () => {
    const documents = new Documents();
    suspect(documents, "stop please, says Ann");
    const [review] = open(documents);
    expect(documents.personOf(reviewTextKey(review?.id ?? ""))).toBe(number);
    expect(documents.untagged()).not.toMatch(/Ann|15112345678/);
  });

  test("said again under another id is one question; said otherwise it is another", () => {
    const documents = new Documents();
    suspect(documents);
    suspect(documents);
    expect(open(documents)).toHaveLength(1);
    suspect(documents, "please stop texting me");
    expect(open(documents)).toHaveLength(2);
  });

  test("without end is held by its first twenty", () => {
    const documents = new Documents();
    for (let n = 0; n < 25; n += 1) suspect(documents, `stop ${n}`);
    expect(open(documents)).toHaveLength(20);
    expect(documents.all("review")).toHaveLength(20);
  });

  test("that is about nothing known is held all the same", () => {
    const documents = new Documents();
    suspect(documents, "stop please", {}, []);
    expect(recordOf(documents, open(documents)[0]?.id ?? "").about).toBeNull();
  });
});

describe("a review", () => {
  test("is shown without number and text, before and after it is decided", () => {
    const documents = new Documents();
    suspect(documents);
    const id = open(documents)[0]?.id ?? "";
    const before = reviewView(id, recordOf(documents, id));
    expect(SmsReview.parse(before)).toEqual(before);
    expect(before).toMatchObject({
      state: "open",
      scope: "tenant",
      coordination_case_id: "case_1",
    });

    const doc = documents.get(reviewKey(id));
    if (doc === null) return;
    const decision = { as: "not_opt_out", at: NOW + 1, note: "a bus stop" } as const;
    const changes = closing(id, doc, documents.get(reviewOpenKey(number)), decision);
    expect(documents.holds(changes.guards)).toBe(true);
    documents.write(changes.docs);
    expect(open(documents)).toEqual([]);
    expect(documents.get(reviewTextKey(id))).toBeNull();
    const after = reviewView(id, recordOf(documents, id));
    expect(SmsReview.parse(after)).toEqual(after);
    expect(after).toMatchObject({ state: "not_opt_out", note: "a bus stop" });
  });

  test("of several ends alone", () => {
    const documents = new Documents();
    suspect(documents);
    suspect(documents, "please stop texting me");
    const [first, second] = open(documents);
    const doc = documents.get(reviewKey(first?.id ?? ""));
    if (doc === null || first === undefined) throw new Error("There are two.");
    const decision = { as: "not_opt_out", at: NOW, note: "no" } as const;
    documents.write(closing(first.id, doc, documents.get(reviewOpenKey(number)), decision).docs);
    expect(open(documents)).toEqual([second]);
  });
});
