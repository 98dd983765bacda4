import { describe, expect, test } from "vitest";
import {
  actingAt,
  standingIn,
  suppressionsIn,
  suppressionView,
  withLift,
  withSuppression,
  type SuppressionBook,
  type SuppressionStatement,
} from "../../src/model/suppression-book.ts";
import { SmsSuppression } from "../../src/model/suppression.ts";

const NOW = 1_000_000;
const EMPTY = suppressionsIn(null);
const said = (at: number, over: Partial<SuppressionStatement> = {}): SuppressionStatement => ({
  at,
  source: "operator",
  reason: null,
  expiresAt: null,
  ...over,
});
const types = (book: SuppressionBook, now = NOW) => standingIn(book, now).map(({ type }) => type);

test("stands until something later lifts it; of one time it stands", () => {
  const book = withSuppression(EMPTY, "manual", said(200));
  expect(types(book)).toEqual(["manual"]);
  expect(types(withLift(book, "manual", said(199)))).toEqual(["manual"]);
  expect(types(withLift(book, "manual", said(200)))).toEqual(["manual"]);
  expect(types(withLift(book, "manual", said(201)))).toEqual([]);
});

test("each type stands for itself", () => {
  const both = withSuppression(withSuppression(EMPTY, "manual", said(1)), "opt_out", said(1));
  expect(types(withLift(both, "opt_out", said(2)))).toEqual(["manual"]);
});

test("ends when it expires, and of one time the one that lasts longer counts", () => {
  const book = withSuppression(EMPTY, "manual", said(1, { expiresAt: 500 }));
  expect(types(book, 499)).toEqual(["manual"]);
  expect(types(book, 500)).toEqual([]);
  expect(types(withSuppression(book, "manual", said(1)), 500)).toEqual(["manual"]);
});

test("an opt-out that becomes known after its own lift suppresses nothing", () => {
  expect(
    types(withSuppression(withLift(EMPTY, "opt_out", said(300)), "opt_out", said(200))),
  ).toEqual([]);
});

describe("a deliberate act", () => {
  test("comes after what it undoes, though both were at one millisecond", () => {
    expect(actingAt(10, 10)).toBe(11);
    expect(actingAt(10, 5)).toBe(10);
    expect(actingAt(10, null)).toBe(10);
  });
});

test("as the document has it (§20)", () => {
  const book = withSuppression(EMPTY, "complaint", said(1, { source: "provider", reason: "fbl" }));
  const [standing] = standingIn(book, NOW);
  expect(standing).toBeDefined();
  if (standing === undefined) return;
  const view = suppressionView("num_1", { kind: "tenant", value: null }, standing);
  expect(SmsSuppression.parse(view)).toEqual(view);
  expect(view).toMatchObject({
    endpoint_ref: { endpoint_id: "num_1" },
    suppression_type: "complaint",
    source: "provider",
    reason: "fbl",
    created_at: "1970-01-01T00:00:00.001Z",
    expires_at: null,
  });
});
