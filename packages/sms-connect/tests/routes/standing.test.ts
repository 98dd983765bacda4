// Suppressions, consents and reviews over HTTP (SmsAdapterSpecification §31.2).
import type { AdapterActionResult } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import type { SmsReview } from "../../src/model/review.ts";
import {
  ENDPOINT,
  HANDSET,
  standingDriver,
  type StandingDriver,
} from "../support/standing-driver.ts";

const number = { endpoint_type: "phone_number", value: HANDSET };
interface Listed {
  readonly suppressions: readonly { readonly suppression_id: string }[];
  readonly next: string | null;
}
interface Reviews {
  readonly reviews: readonly SmsReview[];
  readonly next: string | null;
}

describe("suppressions", () => {
  test("are made, listed under an id without the number, and lifted by it", async () => {
    const { call, send, types } = await standingDriver();
    const made = await call<AdapterActionResult>("POST", "/sms/suppressions", {
      endpoint_ref: number,
      reason: "asked by phone",
    });
    expect(made).toMatchObject({
      status: 202,
      body: { accepted: true, action_state: "completed" },
    });
    expect((await send()).accepted).toBe(false);

    const listed = await call<Listed>("GET", `/sms/suppressions?endpoint_id=${ENDPOINT}`);
    expect(listed.body).toMatchObject({
      suppressions: [
        {
          suppression_id: made.body.metadata?.["suppression_id"],
          endpoint_ref: { endpoint_id: ENDPOINT, endpoint_type: "phone_number" },
          suppression_type: "manual",
          scope: "tenant",
          scope_value: null,
          reason: "asked by phone",
          source: "operator",
        },
      ],
      next: null,
    });
    const id = listed.body.suppressions[0]?.suppression_id ?? "";
    expect(id).not.toContain(HANDSET.slice(1));

    expect(await call("DELETE", `/sms/suppressions/${id}`)).toMatchObject({ status: 202 });
    expect((await send()).accepted).toBe(true);
    expect(await types()).toContain("notification.channel.suppression_removed");
    expect((await call("DELETE", `/sms/suppressions/${id}`)).status).toBe(404);
  });

  test("are an action in a case of their own, named by the key: a repeat is the same request", async () => {
    const { call, events } = await standingDriver();
    const body = { endpoint_ref: number, idempotency_key: "k1" };
    const first = await call("POST", "/sms/suppressions", body);
    const again = await call("POST", "/sms/suppressions", body);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect((await call("POST", "/sms/suppressions", { ...body, reason: "x" })).status).toBe(409);
    const [event, ...more] = await events();
    expect(event?.coordination_case_id).toMatch(/^local:standing_/);
    expect(more).toEqual([]);
  });

  test("by opt-out are lifted only by who says so, and why", async () => {
    const { call, say } = await standingDriver();
    await say("STOP");
    const { body } = await call<Listed>("GET", "/sms/suppressions");
    const path = `/sms/suppressions/${body.suppressions[0]?.suppression_id}`;
    expect(await call("DELETE", path)).toMatchObject({
      status: 422,
      body: { error: { code: "opt_out_stands" } },
    });
    const override = { override_opt_out: true, reason: "the number was typed wrongly" };
    expect(await call("DELETE", path, override)).toMatchObject({ status: 202 });
  });

  test("are listed page by page", async () => {
    const { call } = await standingDriver();
    for (const kind of ["global", "tenant", "purpose"])
      await call("POST", "/sms/suppressions", {
        endpoint_ref: number,
        scope: kind,
        scope_value: kind === "purpose" ? "reminder" : null,
      });
    const seen: string[] = [];
    for (let after = ""; ;) {
      const { body } = await call<Listed>("GET", `/sms/suppressions?limit=1${after}`);
      seen.push(
        ...body.suppressions.map(({ suppression_id }) => suppression_id.split(".")[1] ?? ""),
      );
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(seen.toSorted()).toEqual(["global", "purpose", "tenant"]);
  });

  test.each([
    ["a field that there is not", { endpoint_ref: number, scpoe: "tenant" }],
    ["no number", {}],
    ["a scope without its value", { endpoint_ref: number, scope: "purpose" }],
    [
      "an endpoint of another kind",
      { endpoint_ref: { endpoint_type: "email_address", value: "a@b.example" } },
    ],
  ])("are not made of %s", async (_, body) => {
    const { call, events } = await standingDriver();
    const answer = await call("POST", "/sms/suppressions", body);
    expect(answer).toMatchObject({ status: 400, body: { problems: [expect.anything()] } });
    expect(await events()).toEqual([]);
  });

  test.each(["nonsense", `${ENDPOINT}.tenant.manual`, `${ENDPOINT}.tenant.manual.eA`])(
    "that do not stand are not found: %s",
    async (id) => {
      const { call } = await standingDriver();
      expect((await call("DELETE", `/sms/suppressions/${id}`)).status).toBe(404);
    },
  );

  test("of another tenant are the same nothing", async () => {
    const { call } = await standingDriver();
    await call("POST", "/sms/suppressions", { endpoint_ref: number });
    const { body } = await call<Listed>("GET", "/sms/suppressions");
    const id = body.suppressions[0]?.suppression_id ?? "";
    expect((await call("GET", "/sms/suppressions", undefined, "stranger")).body).toEqual({
      suppressions: [],
      next: null,
    });
    expect((await call("DELETE", `/sms/suppressions/${id}`, undefined, "stranger")).status).toBe(
      404,
    );
    expect((await call<Listed>("GET", "/sms/suppressions")).body.suppressions).toHaveLength(1);
  });

  test("a cursor that is none is refused", async () => {
    const { call } = await standingDriver();
    expect((await call("GET", "/sms/suppressions?after=x")).status).toBe(400);
  });
});

describe("consents", () => {
  test("are recorded as the document has them, and shown", async () => {
    const { call, send } = await standingDriver();
    const marketing = { parameters: { stream: "marketing" } };
    expect((await send(marketing)).error).toMatchObject({ code: "consent_missing" });
    const recorded = await call("POST", "/sms/consents", {
      endpoint_ref: number,
      consent_state: "opted_in",
      consent_scope: "tenant",
      consent_source: "form",
      consent_acquired_at: "2025-12-01T00:00:00Z",
      consent_evidence_ref: "archive:7",
    });
    expect(recorded).toMatchObject({ status: 202, body: { metadata: { effective: true } } });
    expect((await send(marketing)).error).toBeNull();
    expect((await call("GET", `/sms/consents?endpoint_id=${ENDPOINT}`)).body).toEqual({
      consents: [
        {
          scope_value: null,
          endpoint_ref: { endpoint_id: ENDPOINT, endpoint_type: "phone_number" },
          consent_state: "opted_in",
          consent_scope: "tenant",
          consent_source: "form",
          consent_acquired_at: "2025-12-01T00:00:00.000Z",
          consent_evidence_ref: "archive:7",
          expires_at: null,
        },
      ],
    });
  });

  test("withdrawn suppress the number; an older one given brings nothing back", async () => {
    const { call, send } = await standingDriver();
    const said = (body: object) => call("POST", "/sms/consents", { endpoint_ref: number, ...body });
    await said({ consent_state: "opted_out", consent_source: "contract" });
    expect((await send()).error).toMatchObject({ code: "opted_out" });
    const older = { consent_state: "opted_in", consent_acquired_at: "2025-12-01T00:00:00Z" };
    expect(await said(older)).toMatchObject({
      status: 202,
      body: { metadata: { effective: false, consent_state: "opted_out" } },
    });
    expect((await send()).error).toMatchObject({ code: "opted_out" });
  });

  test("an opt-out that expires is not understood", async () => {
    const { call } = await standingDriver();
    const answer = await call("POST", "/sms/consents", {
      endpoint_ref: number,
      consent_state: "opted_out",
      expires_at: "2027-01-01T00:00:00Z",
    });
    expect(answer.status).toBe(400);
  });
});

describe("reviews", () => {
  const held = async () => {
    const stage = await standingDriver();
    await stage.send();
    await stage.say("Stop please, Ann");
    const { body } = await stage.call<Reviews>("GET", "/sms/reviews");
    return {
      ...stage,
      review: body.reviews[0],
      path: `/sms/reviews/${body.reviews[0]?.review_id}`,
    };
  };

  test("show what waits, with its text for who may read content", async () => {
    const { review } = await held();
    expect(review).toMatchObject({
      state: "open",
      keyword: "STOP",
      endpoint_ref: { endpoint_id: ENDPOINT },
      provider_name: "sandbox",
      scope: "tenant",
      coordination_case_id: "case_1",
      body_text: "Stop please, Ann",
    });
  });

  test("hold marketing, and warn of all else", async () => {
    const { send, call } = await held();
    await call("POST", "/sms/consents", {
      endpoint_ref: number,
      consent_state: "opted_in",
      consent_acquired_at: "2025-12-01T00:00:00Z",
    });
    expect((await send({ parameters: { stream: "marketing" } })).error).toMatchObject({
      code: "suppressed",
    });
    expect((await send()).metadata).toMatchObject({
      warnings: expect.arrayContaining(["opt_out_under_review"]),
    });
  });

  test("decided to be an opt-out suppress, in the case of the message it answered", async () => {
    const { call, path, send, events } = await held();
    const verdict = { decision: "opt_out", note: "asks to stop" };
    expect(await call("POST", path, verdict)).toMatchObject({ status: 202 });
    expect((await send()).error).toMatchObject({ code: "opted_out" });
    expect((await events()).at(-1)?.coordination_case_id).toBe("case_1");
    const added = (await events()).filter(
      ({ event_type }) => event_type === "notification.channel.suppression_added",
    );
    expect(added[0]).toMatchObject({
      coordination_case_id: "case_1",
      participant_id: "participant_1",
    });
    const after = await call<SmsReview>("GET", path);
    expect(after.body).toMatchObject({ state: "opt_out", note: "asks to stop" });
    expect(after.body.body_text).toBeUndefined();
    expect((await call<Reviews>("GET", "/sms/reviews")).body.reviews).toEqual([]);
    expect(await call("POST", path, verdict)).toMatchObject({ status: 200 });
    expect((await call("POST", path, { decision: "not_opt_out", note: "no" })).status).toBe(409);
  });

  test("decided to be none release the number, and can be decided so again", async () => {
    const { call, path, send } = await held();
    const verdict = { decision: "not_opt_out", note: "a bus stop" };
    expect(await call("POST", path, verdict)).toMatchObject({
      status: 200,
      body: { state: "not_opt_out", note: "a bus stop" },
    });
    expect((await send()).metadata?.["warnings"]).not.toContain("opt_out_under_review");
    expect((await call("POST", path, verdict)).status).toBe(200);
    expect((await call("POST", path, { decision: "opt_out", note: "after all" })).status).toBe(409);
  });

  test("are not there for another tenant, nor under another id, and want a note", async () => {
    const { call, path } = await held();
    const verdict = { decision: "opt_out", note: "x" };
    expect((await call("GET", "/sms/reviews", undefined, "stranger")).body).toEqual({
      reviews: [],
      next: null,
    });
    expect((await call("POST", path, verdict, "stranger")).status).toBe(404);
    expect((await call("POST", "/sms/reviews/review_none", verdict)).status).toBe(404);
    expect((await call("POST", path, { decision: "opt_out" })).status).toBe(400);
  });

  test.each([ENDPOINT, HANDSET])(
    "lose their text in an erasure by %s, and stay to be decided",
    async (person) => {
      const { call, path } = await held();
      expect(await call("POST", "/adapter/erasures", { person })).toMatchObject({ status: 200 });
      expect((await call<SmsReview>("GET", path)).body.body_text).toBeUndefined();
      expect((await call("POST", path, { decision: "opt_out", note: "to be safe" })).status).toBe(
        202,
      );
    },
  );
});

describe("an erasure", () => {
  const erase = (driver: Pick<StandingDriver, "call">, person: string) =>
    driver.call("POST", "/adapter/erasures", { person });

  test("by a name of the engine's own for the endpoint leads to the number", async () => {
    const stage = await standingDriver({ raw: { enabled: true } });
    const target_endpoint = { endpoint_type: "phone_number", value: HANDSET, endpoint_id: "anna" };
    await stage.send({ target_endpoint });
    await stage.say("Stop please, Ann");
    const { status, body } = await erase(stage, "anna");
    expect(status).toBe(200);
    expect(body["erased"]).toBeGreaterThanOrEqual(1);
    expect((await erase(stage, HANDSET)).body).toEqual({ erased: 0 });
  });

  test("by what leads to nobody is 404 and says what to give", async () => {
    const { status, body } = await erase(await standingDriver(), "bert");
    expect(status).toBe(404);
    expect(body["detail"]).toContain("Give the number in E.164, or endpoint_ref.endpoint_id");
    expect(body["detail"]).not.toContain("bert");
  });

  test("by a name that the engine gave to two numbers is 409, and nothing is erased", async () => {
    const stage = await standingDriver({ raw: { enabled: true } });
    for (const value of [HANDSET, "+4917604069001"])
      await stage.send({
        target_endpoint: { endpoint_type: "phone_number", value, endpoint_id: "family" },
      });
    await stage.say("Stop please, Ann");
    expect((await erase(stage, "family")).status).toBe(409);
    expect((await erase(stage, HANDSET)).body["erased"]).toBeGreaterThanOrEqual(1);
  });
});

test("nothing that was asked or said stands in logs, metrics or problems", async () => {
  const { driver, call, say } = await standingDriver({ replies: { help: "Write to us." } });
  await say("Stop please, Ann");
  await say("HELP");
  await say("STOP");
  await call("POST", "/sms/suppressions", { endpoint_ref: { ...number, value: "0176 04069000" } });
  await call("POST", "/sms/suppressions", { endpoint_ref: number, scope: "purpose" });
  expect(await driver.traces?.()).not.toMatch(/04069000|Ann|Write to us/);
});
