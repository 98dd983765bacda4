import { describe, expect, test } from "vitest";
import { consentKey, suppressionKey } from "../../src/model/documents.ts";
import { reviewOpenKey } from "../../src/model/review.ts";
import type { SmsScope } from "../../src/model/scope.ts";
import { standingOf, standingReads, type StandingFacts } from "../../src/model/standing.ts";
import type { SmsSuppressionType } from "../../src/model/suppression.ts";
import type { ConsentBook, ConsentStatement } from "../../src/model/consent-book.ts";
import { Documents, HANDSET, kitWith, NOW, numberId } from "../support/standing-stage.ts";

const number = numberId(HANDSET);
const FACTS: StandingFacts = {
  senderIdentity: "main",
  campaign: "summer",
  case: "case_1",
  purpose: "reminder",
  stream: "notification",
  country: "DE",
};
const SCOPES: readonly SmsScope[] = [
  { kind: "global", value: null },
  { kind: "tenant", value: null },
  { kind: "sender_identity", value: "main" },
  { kind: "campaign", value: "summer" },
  { kind: "coordination_case", value: "case_1" },
  { kind: "purpose", value: "reminder" },
];
const TENANT: SmsScope = { kind: "tenant", value: null };

const suppressed = (
  scope: SmsScope,
  type: SmsSuppressionType,
  expiresAt: number | null = null,
) => ({
  put: suppressionKey(number, scope),
  text: JSON.stringify({
    [type]: { added: { at: 1, source: "operator", reason: null, expiresAt }, lifted: null },
  }),
});
const consenting = (
  scope: SmsScope,
  over: Partial<ConsentBook> & { state?: ConsentStatement["state"] },
) => {
  const { state, ...book } = over;
  const recorded =
    state === undefined
      ? null
      : { state, at: 1, source: "form", evidenceRef: null, expiresAt: null };
  return {
    put: consentKey(number, scope),
    text: JSON.stringify({ recorded, optedOut: null, reopened: null, ...book }),
  };
};
const OPTED_OUT = { optedOut: { at: 5, source: "sms_keyword", evidenceRef: null } } as const;
const REVIEW = {
  put: reviewOpenKey(number),
  text: JSON.stringify({ reviews: [{ id: "review_1", content: "c" }] }),
};

function standing(
  docs: Parameters<Documents["write"]>[0],
  facts: Partial<StandingFacts> = {},
  configured: object = {},
) {
  const kit = kitWith(configured);
  const documents = new Documents();
  documents.write(docs);
  const asked = { ...FACTS, ...facts };
  return standingOf(kit, number, asked, documents.load(standingReads(kit, number, asked)), NOW);
}

describe("nothing stands against a notification", () => {
  test("of which nothing is recorded", () => {
    expect(standing([])).toMatchObject({ block: null, warnings: [] });
  });

  test("where what stands is in scopes that it does not fall within", () => {
    const others: SmsScope[] = [
      { kind: "sender_identity", value: "shop" },
      { kind: "campaign", value: "winter" },
      { kind: "coordination_case", value: "case_2" },
      { kind: "purpose", value: "advertising" },
    ];
    const docs = others.flatMap((scope) => [
      suppressed(scope, "opt_out"),
      consenting(scope, OPTED_OUT),
    ]);
    expect(standing(docs).block).toBeNull();
    const none = { senderIdentity: null, campaign: null, purpose: null };
    expect(standing(docs, none).block).toBeNull();
  });

  test("where what stood has expired", () => {
    expect(standing([suppressed(TENANT, "manual", NOW)]).block).toBeNull();
    expect(standing([suppressed(TENANT, "manual", NOW + 1)]).block).not.toBeNull();
  });
});

describe.each(SCOPES)("in the scope $kind", (scope) => {
  test("a suppression blocks, and says which", () => {
    expect(standing([suppressed(scope, "complaint")]).block).toMatchObject({
      refusal: "suppressed",
      scope,
      type: "complaint",
      message: expect.stringContaining(scope.kind),
    });
  });

  test.each([
    ["kept as a suppression", suppressed(scope, "opt_out")],
    ["kept as a consent withdrawn", consenting(scope, OPTED_OUT)],
  ])("an opt-out %s blocks", (_, doc) => {
    expect(standing([doc]).block).toMatchObject({ refusal: "opted_out", scope, type: "opt_out" });
  });

  test("a consent is enough for what needs one", () => {
    const docs = [consenting(scope, { state: "opted_in" })];
    expect(standing(docs, { stream: "marketing" }).block).toBeNull();
  });
});

describe("what blocks", () => {
  test("an opt-out is told before a suppression", () => {
    const docs = [
      suppressed({ kind: "global", value: null }, "manual"),
      consenting(TENANT, OPTED_OUT),
    ];
    expect(standing(docs).block?.refusal).toBe("opted_out");
  });

  test("an opt-out leaves exempt streams alone, with a warning; a suppression does not", () => {
    const consent = { opt_out_exempt_streams: ["legal_or_high_assurance_notice"] };
    const notice = { stream: "legal_or_high_assurance_notice" } as const;
    const docs = [suppressed(TENANT, "opt_out"), consenting(TENANT, OPTED_OUT)];
    expect(standing(docs, notice, { consent })).toMatchObject({
      block: null,
      warnings: ["opt_out_exempt_stream"],
    });
    expect(standing(docs, {}, { consent }).block?.refusal).toBe("opted_out");
    expect(standing([suppressed(TENANT, "complaint")], notice, { consent }).block?.refusal).toBe(
      "suppressed",
    );
  });

  test("a suspected opt-out stops marketing and warns of all else", () => {
    const docs = [REVIEW, consenting(TENANT, { state: "opted_in" })];
    expect(standing(docs, { stream: "marketing" }).block).toMatchObject({
      refusal: "suppressed",
      scope: null,
      type: "opt_out_under_review",
    });
    expect(standing(docs)).toMatchObject({ block: null, warnings: ["opt_out_under_review"] });
  });

  test("no message names the number", () => {
    const messages = [
      standing([suppressed(TENANT, "manual")]),
      standing([consenting(TENANT, OPTED_OUT)]),
      standing([], { stream: "marketing" }),
      standing([consenting(TENANT, { state: "disputed" })], { stream: "marketing" }),
      standing([REVIEW], { stream: "marketing" }),
    ].map(({ block }) => block?.message ?? "");
    for (const message of messages) {
      expect(message).toMatch(/\.$/);
      expect(message).not.toContain(number);
    }
  });
});

describe("a consent that is needed", () => {
  const marketing = { stream: "marketing" } as const;

  test("is missing where none is recorded, or where what is recorded is none", () => {
    expect(standing([], marketing).block?.refusal).toBe("consent_missing");
    expect(standing([consenting(TENANT, { state: "unknown" })], marketing).block?.refusal).toBe(
      "consent_missing",
    );
    expect(standing([consenting(TENANT, { state: "not_required" })], marketing).block).toBeNull();
  });

  test("is not given while it is disputed anywhere; else a dispute is a warning", () => {
    const docs = [
      consenting(TENANT, { state: "opted_in" }),
      consenting({ kind: "purpose", value: "reminder" }, { state: "disputed" }),
    ];
    expect(standing(docs, marketing)).toMatchObject({
      block: { refusal: "consent_missing", type: "disputed" },
      warnings: ["consent_disputed"],
    });
    expect(standing(docs)).toMatchObject({ block: null, warnings: ["consent_disputed"] });
  });

  test("is asked for by stream and country; a country that is not known may be any", () => {
    const consent = { required_for: [{ streams: ["notification"], countries: ["US"] }] };
    expect(standing([], { country: "DE" }, { consent }).block).toBeNull();
    expect(standing([], { country: "US" }, { consent }).block?.refusal).toBe("consent_missing");
    expect(standing([], { country: null }, { consent }).block?.refusal).toBe("consent_missing");
    expect(standing([], { country: "US", stream: "verification" }, { consent }).block).toBeNull();
    const always = { required_for: [{}] };
    expect(standing([], {}, { consent: always }).block?.refusal).toBe("consent_missing");
  });
});

test("everything that was read is guarded as it was read, so that an opt-out that is committed first wins", () => {
  const kit = kitWith();
  const { guards } = standing([suppressed(TENANT, "unknown", 1), REVIEW]);
  const read = standingReads(kit, number, FACTS).map((each) => ("doc" in each ? each.doc : null));
  expect(guards.map((guard) => ("doc" in guard ? guard.doc : null))).toEqual(read);
  const versions = guards.map((guard) => ("version" in guard ? guard.version : null));
  expect(versions.filter((version) => version === 1)).toHaveLength(2);
  expect(versions.filter((version) => version === 0)).toHaveLength(guards.length - 2);
});
