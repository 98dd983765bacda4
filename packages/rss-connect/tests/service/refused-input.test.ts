import { beforeEach, describe, expect, it } from "vitest";
import { leavesNothing } from "../support/leaves-nothing.ts";
import { action, content, publish, remove, update } from "../support/requests.ts";
import { elements, testService, type TestService } from "../support/service.ts";

let test: TestService;
beforeEach(async () => {
  test = await testService();
});

describe("what is understood and cannot be published is answered 422 with its event, naming the field", () => {
  const link = (url: string) => ({
    link_id: "l",
    purpose: "open_action_surface",
    url,
    tokenized: false,
  });

  it.each([
    [
      "no target",
      action("feed.publish_item", { content: content(), target_endpoint: null }),
      "target_endpoint",
      "fail.publish_failed",
    ],
    [
      "an unknown feed",
      publish({
        target_endpoint: { endpoint_type: "rss_feed", value: "https://example.com/none" },
      }),
      "target_endpoint",
      "fail.publish_failed",
    ],
    [
      "a relative link",
      publish({ content: content({ action_links: [link("/access/abc")] }) }),
      "content.action_links[0].url",
      "fail.invalid_url",
    ],
    [
      "a script as link",
      publish({ content: content({ action_links: [link("javascript:alert(1)")] }) }),
      "content.action_links[0].url",
      "fail.invalid_url",
    ],
    [
      "a link with a line break",
      publish({ content: content({ action_links: [link("https://example.com/a\nb")] }) }),
      "content.action_links[0].url",
      "fail.invalid_url",
    ],
    ["an update of nothing", update({}), "parameters", "fail.update_failed"],
    [
      "an update of what is not there",
      update({ feed_item_id: "item_x" }),
      "parameters.feed_item_id",
      "fail.update_failed",
    ],
    ["a removal of nothing", remove({}), "parameters", "fail.remove_failed"],
    [
      "a removal of what is not there",
      remove({ guid: "x" }),
      "parameters.guid",
      "fail.remove_failed",
    ],
    [
      "a NUL in the text",
      publish({ content: content({ body_text: "a\u0000b" }) }),
      "content.body_text",
      "fail.feed_invalid",
    ],
    [
      "an escape in the title",
      publish({ content: content({ subject: "a\u001bb" }) }),
      "content.subject",
      "fail.feed_invalid",
    ],
    [
      "a noncharacter in HTML",
      publish({ content: content({ body_html: "<p>a\uffffb</p>" }) }),
      "content.body_html",
      "fail.feed_invalid",
    ],
    [
      "half a surrogate pair",
      publish({ content: content({ subject: "a\ud800b" }) }),
      "content.subject",
      "fail.feed_invalid",
    ],
    [
      "a confidential payload for a public feed",
      publish({ policy_context: { payload_sensitivity: "confidential" } }),
      "policy_context.payload_sensitivity",
      "fail.visibility_policy_violation",
    ],
    [
      "a private item for a public feed",
      publish({ parameters: { visibility: "private" } }),
      "parameters.visibility",
      "fail.visibility_policy_violation",
    ],
    [
      "a tokenized link for a public feed",
      publish({
        content: content({ action_links: [{ ...link("https://example.com/t"), tokenized: true }] }),
      }),
      "content.action_links[0].url",
      "fail.visibility_policy_violation",
    ],
    [
      "a date that is none",
      publish({ parameters: { published_at: "2026-02-30T00:00:00Z" } }),
      "parameters.published_at",
      "fail.item_render_failed",
    ],
  ])("%s", async (_what, request, field, subclass) => {
    const answer = await leavesNothing(test, () => test.act(request), 1);
    expect(answer.status).toBe(422);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.body).toMatchObject({
      accepted: false,
      action_state: "rejected",
      initial_events: [
        { event_type: "feed.feed.validation_failed", evidence_grade: { strength: "negative" } },
      ],
      error: {
        retryable: false,
        details: {
          problems: expect.arrayContaining([expect.objectContaining({ field, subclass })]),
        },
      },
    });
  });

  it("a GUID that another item has", async () => {
    await test.act(publish({ parameters: { guid: "g1" } }));
    const answer = await leavesNothing(
      test,
      () => test.act(publish({ parameters: { guid: "g1" } })),
      1,
    );
    expect(answer).toMatchObject({ status: 422, body: { error: { code: "guid_duplicate" } } });
    expect(elements((await test.feed()).body, "guid").filter((guid) => guid === "g1")).toHaveLength(
      1,
    );
  });

  it("a refusal is recorded: asked again it is the same refusal", async () => {
    const request = publish({ parameters: { guid: "a b" } });
    const first = await test.act(request);
    const again = await test.act(request);
    expect([again.status, again.headers["idempotency-replayed"]]).toEqual([422, "true"]);
    expect(again.body).toEqual(first.body);
  });
});

describe("awkward content that is allowed", () => {
  it.each([
    ["]]> in the text", { body_text: "a ]]> b" }],
    ["]]> in HTML", { body_html: "<p>a ]]&gt; b ]]> c</p>" }],
    ["]]> in the title", { subject: "a ]]> b" }],
    ["markup in the title", { subject: "<script>alert(1)</script> & <b>" }],
    [
      "a closed CDATA and an element",
      { body_text: "]]></description></item><item><title>forged</title>" },
    ],
    [
      "scripts in HTML",
      { body_html: '<p onclick="x()">ok<script>alert(1)</script><a href="javascript:x">l</a></p>' },
    ],
    ["characters beyond the basic plane", { subject: "𝔘𝔫𝔡𝔢𝔯𝔠𝔩𝔞𝔦𝔪 🎈" }],
  ])("%s is published, and the feed stays one item of well-formed XML", async (_what, over) => {
    expect((await test.act(publish({ content: content(over) }))).status).toBe(202);
    const { status, body } = await test.feed();
    expect(status).toBe(200);
    expect(elements(body, "guid")).toHaveLength(1);
    expect(body).not.toMatch(/<script|onclick|href="javascript/);
    expect((await test.events()).map(({ event_type }) => event_type)).not.toContain(
      "feed.feed.validation_failed",
    );
  });
});
