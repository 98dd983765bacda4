import { expect, it } from "vitest";
import { classifyConsumer } from "../../src/native/consumers/classify.ts";
import { EXAMPLE_ACTION } from "../support/requests.ts";
import { elements, itemOf, testService } from "../support/service.ts";

it("RssAdapterSpecification §17.1, posted verbatim, gives §17.2's result", async () => {
  const test = await testService();
  const { status, body } = await test.act(EXAMPLE_ACTION);
  expect(status).toBe(202);
  expect(body).toMatchObject({
    request_id: "req_001",
    adapter_id: "rss-connect.default",
    accepted: true,
    action_state: "accepted",
    adapter_operation_id: expect.stringMatching(/^rssop_/),
    initial_events: [{ event_type: "feed.item.published" }],
    received_at: "2026-01-01T12:00:00.000Z",
    error: null,
  });
  expect(body.initial_events).toHaveLength(1);
  expect((await test.get(`/adapter/actions/${body.adapter_operation_id}`)).body).toMatchObject({
    accepted: true,
    action_state: "accepted",
  });
});

it("the item of the example stands in the feed as it was sent", async () => {
  const test = await testService();
  await test.act(EXAMPLE_ACTION);
  const { body } = await test.feed();
  expect(elements(body, "title")).toEqual(["Example", "New document available"]);
  expect(elements(body, "link").at(-1)).toBe("https://portal.example.com/access/abc");
  expect(elements(body, "description").at(-1)).toContain(
    "A new document is available in the portal.",
  );
});

it("its evidence is graded as §14 says, and a fetch by a reader proves nobody's awareness", async () => {
  const test = await testService();
  const item = itemOf(await test.act(EXAMPLE_ACTION));
  expect((await test.assessment(item)).channel).toMatchObject({
    category: "undef",
    subclass: "undef.published_but_unfetched",
  });
  await test.clock.advance(1_000);
  await test.feed(undefined, { "user-agent": "newsboat/2.21.0 (Linux x86_64)" });

  const events = await test.events();
  const about = events.filter(({ coordination_case_id }) => coordination_case_id === "case_123");
  expect(
    about.map(({ event_type, evidence_grade: { notes: _notes, ...grade } }) => [event_type, grade]),
  ).toEqual([
    [
      "feed.item.published",
      {
        strength: "weak",
        actor_certainty: "none",
        authority_certainty: "none",
        payload_certainty: "medium",
        interaction_certainty: "none",
        timing_certainty: "high",
        channel_certainty: "medium",
        non_repudiation_strength: "low",
      },
    ],
    [
      "feed.feed.fetched",
      {
        strength: "weak",
        actor_certainty: "low",
        authority_certainty: "none",
        payload_certainty: "low",
        interaction_certainty: "low",
        timing_certainty: "medium",
        channel_certainty: "medium",
        non_repudiation_strength: "none",
      },
    ],
  ]);
  for (const event of about)
    expect(event.correlation).toMatchObject({
      correlation_id: "corr_789",
      payload_id: "payload_777",
    });
  expect(await test.assessment(item)).toMatchObject({
    channel: { category: "undef", subclass: "undef.feed_reader_fetch" },
    participant: { category: "undef", subclass: "undef.identity_uncertain" },
  });
});

it("the timeline tells what happened to the item, in order", async () => {
  const test = await testService();
  const item = itemOf(await test.act(EXAMPLE_ACTION));
  await test.feed();
  await test.service.flush();
  const { body } = await test.get<{
    events: { adapter_event_type: string; normalized_events: unknown[] }[];
  }>(`/adapter/feed-items/${item}/timeline`);
  expect(
    body.events.map(({ adapter_event_type, normalized_events }) => [
      adapter_event_type,
      normalized_events.length,
    ]),
  ).toEqual([
    ["item.published", 1],
    [`feed.fetched.${classifyConsumer({ userAgent: "lightMyRequest" }).classification}`, 1],
  ]);
});

it("the same request again is answered with the recorded result and publishes nothing", async () => {
  const test = await testService();
  const first = await test.act(EXAMPLE_ACTION);
  const again = await test.act({
    ...EXAMPLE_ACTION,
    request_id: "req_002",
    requested_at: "2026-01-02T00:00:00Z",
  });
  expect([again.status, again.headers["idempotency-replayed"]]).toEqual([200, "true"]);
  expect(again.body).toEqual(first.body);
  expect(elements((await test.feed()).body, "guid")).toHaveLength(1);

  const other = await test.act({
    ...EXAMPLE_ACTION,
    content: { ...EXAMPLE_ACTION.content, subject: "Another" },
  });
  expect(other.status).toBe(409);
  expect(other.body).toMatchObject({
    action_state: "idempotency_conflict",
    error: { details: { conflict_fields: ["content"] } },
  });
  expect(elements((await test.feed()).body, "title")).toEqual([
    "Example",
    "New document available",
  ]);
});
