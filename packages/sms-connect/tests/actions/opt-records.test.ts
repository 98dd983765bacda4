import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { optInRecord } from "../../src/actions/opt-in-record.ts";
import { optOutRecord } from "../../src/actions/opt-out-record.ts";
import { unsuppress } from "../../src/actions/unsuppress.ts";
import { consentIn, consentStateOf } from "../../src/model/consent-book.ts";
import { consentKey, reviewKey, suppressionKey } from "../../src/model/documents.ts";
import { openIn, reviewIn, reviewOpenKey, reviewTextKey } from "../../src/model/review.ts";
import { standingIn, suppressionsIn } from "../../src/model/suppression-book.ts";
import type { SmsNative } from "../../src/native/types.ts";
import { reviewReaction } from "../../src/react/inbound-review.ts";
import {
  act,
  Documents,
  HANDSET,
  inbound,
  kitWith,
  NOW,
  numberId,
  react,
  request,
} from "../support/standing-stage.ts";

const kit = kitWith();
const number = numberId(HANDSET);
const TENANT = { kind: "tenant", value: null } as const;
const DAY = 86_400_000;
const at = (ms: number) => new Date(NOW + ms).toISOString();

const optIn = (documents: Documents, parameters: Record<string, unknown> = {}, now = NOW) =>
  act(optInRecord(kit), request(parameters), documents, now) as AcceptPlan<SmsNative>;
const optOut = (documents: Documents, parameters: Record<string, unknown> = {}, now = NOW) =>
  act(optOutRecord(kit), request(parameters), documents, now) as AcceptPlan<SmsNative>;
const consent = (documents: Documents, now = NOW) =>
  consentStateOf(consentIn(documents.get(consentKey(number, TENANT))), now);
const suppressions = (documents: Documents, now = NOW) =>
  standingIn(suppressionsIn(documents.get(suppressionKey(number, TENANT))), now).map(
    ({ type }) => type,
  );
const typesOf = ({ natives }: AcceptPlan<SmsNative>) => natives.map(({ type }) => type);

describe("recipient.opt_in_record", () => {
  test("records a consent with its source, its proof and its time", () => {
    const documents = new Documents();
    const plan = optIn(documents, {
      consent_source: "form",
      consent_evidence_ref: "archive:7",
      consent_acquired_at: at(-DAY),
      expires_at: at(DAY),
    });
    expect(plan).toMatchObject({
      state: "completed",
      metadata: { consent_state: "opted_in", effective: true, consent_evidence_ref: "archive:7" },
    });
    expect(typesOf(plan)).toEqual(["endpoint.opted_in"]);
    expect(plan.natives[0]?.occurredAt).toBe(NOW - DAY);
    expect(consent(documents)).toBe("opted_in");
    expect(consent(documents, NOW + DAY)).toBe("unknown");
    expect(documents.personOf(consentKey(number, TENANT))).toBeNull();
  });

  test.each(["not_required", "disputed", "unknown"])(
    "records that consent is %s, which is no event of the endpoint",
    (consent_state) => {
      const documents = new Documents();
      const plan = optIn(documents, { consent_state });
      expect(plan.natives).toEqual([]);
      expect(plan.metadata).toMatchObject({ consent_state, effective: true });
      expect(consent(documents)).toBe(consent_state);
    },
  );

  test("later than an opt-out takes it back, and says that something was lifted", () => {
    const documents = new Documents();
    optOut(documents, { occurred_at: at(-DAY) });
    const plan = optIn(documents, { consent_acquired_at: at(-DAY + 1) });
    expect(typesOf(plan)).toEqual(["endpoint.opted_in", "endpoint.unsuppressed"]);
    expect(consent(documents)).toBe("opted_in");
    expect(suppressions(documents)).toEqual([]);
  });

  test.each([
    ["older than it", { consent_acquired_at: at(-2 * DAY) }],
    ["of the same time", { consent_acquired_at: at(-DAY) }],
    ["of no known time", {}],
  ])("never takes back an opt-out: an opt-in %s", (_, parameters) => {
    const documents = new Documents();
    optOut(documents, { occurred_at: at(-DAY) });
    const plan = optIn(documents, parameters);
    expect(plan.metadata).toMatchObject({ consent_state: "opted_out", effective: false });
    expect(plan.natives).toEqual([]);
    expect(consent(documents)).toBe("opted_out");
    expect(suppressions(documents)).toEqual(["opt_out"]);
  });

  test("takes nothing back in another scope", () => {
    const documents = new Documents();
    optOut(documents, { occurred_at: at(-DAY) });
    optIn(documents, { scope: { kind: "campaign", value: "summer" }, consent_acquired_at: at(0) });
    expect(consent(documents)).toBe("opted_out");
  });

  test("before an older opt-out becomes known, outdoes it all the same", () => {
    const documents = new Documents();
    optIn(documents, { consent_acquired_at: at(-1) });
    const plan = optOut(documents, { occurred_at: at(-DAY) });
    expect(plan.metadata).toMatchObject({ effective: false });
    expect(plan.natives).toEqual([]);
    expect(consent(documents)).toBe("opted_in");
    expect(suppressions(documents)).toEqual([]);
  });

  test.each([
    ["acquired in the future", { consent_acquired_at: at(1) }, "consent_acquired_at_in_the_future"],
    ["expired already", { expires_at: at(0) }, "expires_at_in_the_past"],
  ])("is refused for one %s", (_, parameters, code) => {
    const documents = new Documents();
    const plan = act(optInRecord(kit), request(parameters), documents) as RefusePlan<SmsNative>;
    expect(plan.error.code).toBe(code);
    expect(documents.untagged()).toBe("");
  });

  test("does not take an opt-out for a consent", () => {
    const { parameters } = optInRecord(kit);
    expect(parameters?.safeParse({ consent_state: "opted_out" }).success).toBe(false);
  });
});

describe("recipient.opt_out_record", () => {
  test("withdraws the consent and suppresses the number, from now unless told since when", () => {
    const documents = new Documents();
    const plan = optOut(documents, { consent_source: "form" });
    expect(typesOf(plan)).toEqual(["endpoint.opted_out"]);
    expect(plan.natives[0]?.occurredAt).toBeNull();
    expect(plan.metadata).toMatchObject({ pre_existing: false, effective: true });
    expect(consent(documents)).toBe("opted_out");
    expect(suppressions(documents)).toEqual(["opt_out"]);
    expect(optOut(documents).metadata).toMatchObject({ pre_existing: true });
  });

  test("after it was taken back in the recipient's place counts anew", () => {
    const documents = new Documents();
    optOut(documents);
    act(unsuppress(kit), request({ override_opt_out: true, reason: "by mistake" }), documents);
    expect(consent(documents)).toBe("unknown");
    optOut(documents, {}, NOW + 2);
    expect(consent(documents, NOW + 2)).toBe("opted_out");
  });

  test("is refused for the future", () => {
    const plan = act(optOutRecord(kit), request({ occurred_at: at(1) }), new Documents());
    expect(plan).toMatchObject({ kind: "refuse", error: { code: "occurred_at_in_the_future" } });
  });
});

describe("an opt-out that decides a review", () => {
  const reviewed = () => {
    const documents = new Documents();
    react(reviewReaction(kit), inbound(kit, "stop please"), documents, NOW - DAY);
    const [review] = openIn(documents.get(reviewOpenKey(number))).reviews;
    return { documents, id: review?.id ?? "" };
  };

  test("closes it in the same commit: the text goes, and the number is held no more", () => {
    const { documents, id } = reviewed();
    optOut(documents, { review_id: id, reason: "says so", occurred_at: at(-DAY) });
    expect(documents.get(reviewOpenKey(number))).toBeNull();
    expect(documents.get(reviewTextKey(id))).toBeNull();
    const doc = documents.get(reviewKey(id));
    expect(doc === null ? null : reviewIn(doc).decision).toEqual({
      as: "opt_out",
      at: NOW,
      note: "says so",
    });
    expect(consent(documents)).toBe("opted_out");
  });

  test.each([
    ["that there is not", (): [string, string] => ["review_none", HANDSET]],
    ["of another number", (): [string, string] => ["", "+4915112345679"]],
  ])("is refused for a review %s", (_, of) => {
    const { documents, id } = reviewed();
    const [other, value] = of();
    const plan = act(
      optOutRecord(kit),
      request(
        { review_id: other || id },
        { target_endpoint: { endpoint_type: "phone_number", value } },
      ),
      documents,
    );
    expect(plan).toMatchObject({ kind: "refuse", error: { code: "no_open_review" } });
  });

  test("is refused for one that is decided", () => {
    const { documents, id } = reviewed();
    optOut(documents, { review_id: id });
    expect(act(optOutRecord(kit), request({ review_id: id }), documents).kind).toBe("refuse");
  });
});
