import { describe, expect, test } from "vitest";
import { AnalyzeReply } from "../../src/routes/analyze.ts";
import { routesStage, type RoutesStage } from "../support/routes-stage.ts";

const PATH = "/sms/content/analyze";
const analyze = async (stage: RoutesStage, body: Record<string, unknown>) => {
  const reply = await stage.call("POST", PATH, { body });
  expect(reply.status).toBe(200);
  return AnalyzeReply.parse(reply.body);
};

describe("a text", () => {
  test("is analysed as it would be sent, and nothing is sent, recorded or remembered", async () => {
    const stage = await routesStage();
    expect(await analyze(stage, { body: "Hello." })).toMatchObject({
      sendable: true,
      analysis: { encoding: "gsm7", segment_count: 1, per_segment_limit: 160, contains_url: false },
    });
    expect(await stage.events()).toEqual([]);
    expect(stage.sent).toEqual([]);
  });

  test("is told of what it costs in segments, and in units where a price is set", async () => {
    const stage = await routesStage({ content: { cost_per_segment: { DE: 7 } } });
    expect(await analyze(stage, { body: "Привет. ".repeat(20), country: "DE" })).toMatchObject({
      analysis: { encoding: "ucs2", segment_count: 3, estimated_cost_units: 21 },
    });
  });

  test("is as long as it will be with its links tracked, and no redirect is made", async () => {
    const stage = await routesStage({ links: { tracking: true, base_url: "https://sms.example" } });
    const body = "See https://e.io/";
    const tracked = await analyze(stage, { body });
    const plain = await analyze(stage, { body, track_links: false });
    if (!tracked.sendable || !plain.sendable) throw new Error("not sendable");
    expect(tracked.analysis).toMatchObject({ contains_tracking_link: true });
    expect(tracked.analysis.body_length).toBe("See https://sms.example/l/".length + 17);
    expect(plain.analysis.body_length).toBe(body.length);
    const links = await stage.store.load("default", [{ range: { prefix: ["link"], limit: 10 } }]);
    expect(links.range({ prefix: ["link"], limit: 10 })).toEqual([]);
  });

  test("of a template is rendered first", async () => {
    const stage = await routesStage({
      templates: [{ template_ref: "code", body: "Your code is {{ code }}." }],
    });
    expect(await analyze(stage, { template_ref: "code", variables: { code: "77" } })).toMatchObject(
      { sendable: true, analysis: { body_length: "Your code is 77.".length } },
    );
    expect(await analyze(stage, { template_ref: "code" })).toMatchObject({
      sendable: false,
      refusal: "render_failed",
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["is too long", { body: "a".repeat(2_000) }, "content_invalid"],
    ["does not fit its encoding", { body: "Привет", encoding: "gsm7" }, "encoding_unsupported"],
    ["has a link that may not be", { body: "See http://example.com/" }, "invalid_link"],
    [
      "has a sender that is not there",
      { body: "Hi", sender_identity: "none" },
      "sender_not_allowed",
    ],
  ])("that %s is told what it would be refused with", async (_, body, refusal) => {
    const stage = await routesStage();
    expect(await analyze(stage, body)).toMatchObject({ sendable: false, refusal });
  });

  test("is told that its sender cannot be answered", async () => {
    const stage = await routesStage({
      senders: [
        {
          sender_identity_id: "name",
          sender_type: "alphanumeric_sender_id",
          sender_value: "Acme",
        },
      ],
    });
    expect(await analyze(stage, { body: "Hi", sender_identity: "name" })).toMatchObject({
      analysis: { warnings: ["sender_identity_not_allowed_for_replies"] },
    });
  });

  test("stands in no log", async () => {
    const stage = await routesStage();
    await analyze(stage, { body: "canary-text" });
    await stage.call("GET", `${PATH}?body=canary-text`);
    expect(stage.logged()).not.toContain("canary");
  });
});

test("GET is not offered, whatever stands in its query, and says what to do", async () => {
  const stage = await routesStage();
  const reply = await stage.call<{ detail: string }>("GET", `${PATH}?body=canary-text`);
  expect([reply.status, reply.headers["allow"]]).toEqual([405, "POST"]);
  expect(reply.body.detail).toMatch(/POST it/);
  expect(reply.text).not.toContain("canary");
});

test.each([
  {},
  { body: "a", template_ref: "b" },
  { body: "a", to: "+49" },
  { body: "a", country: "de" },
])("%j is not understood", async (body) => {
  const stage = await routesStage();
  expect((await stage.call("POST", PATH, { body })).status).toBe(400);
});
