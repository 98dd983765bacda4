import { describe, expect, it } from "vitest";
import { FEED_URL, content, publish, remove } from "../support/requests.ts";
import { itemOf, testService, type TestService } from "../support/service.ts";

interface Granted {
  readonly access_id: string;
  readonly token: string;
  readonly last_used_at: string | null;
}

const PRIVATE = {
  feeds: [{ feed_id: "example", feed_url: FEED_URL, title: "Example", visibility: "restricted" }],
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const basic = (token: string) => ({
  authorization: `Basic ${Buffer.from(`anybody:${token}`).toString("base64")}`,
});
const grant = async (test: TestService, over: object = {}): Promise<Granted> => {
  const answer = await test.post<Granted>("/feeds/example/access", {
    participant_id: "participant_1",
    ...over,
  });
  expect(answer.status).toBe(201);
  return answer.body;
};
const status = async (test: TestService, headers: Record<string, string>) =>
  (await test.feed(undefined, headers)).status;

describe("a system that was granted access", () => {
  it("reads the feed with its token, by Bearer and by Basic, and nobody else does", async () => {
    const test = await testService({ configuration: PRIVATE });
    const { token } = await grant(test);
    expect(await status(test, bearer(token))).toBe(200);
    expect(await status(test, basic(token))).toBe(200);
    expect(await status(test, bearer(`${token}x`))).toBe(401);
    expect(await status(test, {})).toBe(401);
  });

  it("is evidence of that participant's system, never of a person", async () => {
    const test = await testService({ configuration: PRIVATE });
    const { token, access_id } = await grant(test);
    await test.act(publish());
    await test.feed(undefined, bearer(token));
    const [fetched] = (await test.events()).filter((one) => one.event_type === "feed.feed.fetched");
    expect(fetched).toMatchObject({
      participant_id: "participant_1",
      actor_context: { actor_ref: access_id, actor_type: "system", authenticated: true },
      evidence_grade: { actor_certainty: "medium", authority_certainty: "none" },
    });
    const all = JSON.stringify(await test.events()) + test.logged();
    expect(all).not.toContain(token);
  });

  it("is not granted access that has ended already, and nothing is kept of it", async () => {
    const test = await testService({ configuration: PRIVATE });
    const ended = { participant_id: "p", expires_at: "2026-01-01T12:00:00Z" };
    const answer = await test.post("/feeds/example/access", ended);
    expect(answer.status).toBe(400);
    expect(answer.body.problems).toMatchObject([{ path: "expires_at" }]);
    expect((await test.get("/feeds/example/access")).body).toEqual({ access: [] });
  });

  it("is known by when it was last used, to the minute", async () => {
    const test = await testService({ configuration: PRIVATE });
    const { token } = await grant(test);
    const last = async () =>
      (await test.get<{ access: Granted[] }>("/feeds/example/access")).body.access[0]?.last_used_at;
    expect(await last()).toBeNull();
    await test.feed(undefined, bearer(token));
    await test.service.flush();
    expect(await last()).toBe("2026-01-01T12:00:00.000Z");
  });

  it("has a new token after a rotation, and the old one for as long as the overlap", async () => {
    const test = await testService({ configuration: PRIVATE });
    const { token, access_id } = await grant(test);
    const { body } = await test.post<Granted>(`/feeds/example/access/${access_id}/rotate`, {
      overlap_seconds: 60,
    });
    expect([await status(test, bearer(token)), await status(test, bearer(body.token))]).toEqual([
      200, 200,
    ]);
    await test.clock.advance(60_000, async () => undefined);
    expect([await status(test, bearer(token)), await status(test, bearer(body.token))]).toEqual([
      401, 200,
    ]);
  });

  it("reads nothing once it was revoked, or has expired, or on another feed", async () => {
    const test = await testService({ configuration: PRIVATE });
    const revoked = await grant(test);
    await test.service.app.inject({
      method: "DELETE",
      url: `/feeds/example/access/${revoked.access_id}`,
    });
    expect(await status(test, bearer(revoked.token))).toBe(401);
    const ending = await grant(test, { expires_at: "2026-01-01T13:00:00Z" });
    expect(await status(test, bearer(ending.token))).toBe(200);
    await test.post("/feeds", {
      feed_id: "other",
      feed_url: "https://example.com/other.xml",
      title: "Other",
      visibility: "restricted",
    });
    expect((await test.feed("/feeds/other/rss.xml", bearer(ending.token))).status).toBe(401);
    await test.clock.advance(3_600_000, async () => undefined);
    expect(await status(test, bearer(ending.token))).toBe(401);
  });

  it("outlives a restart; its token is kept nowhere", async () => {
    const test = await testService({ configuration: PRIVATE });
    const { token } = await grant(test);
    const again = await test.again();
    expect(await status(again, bearer(token))).toBe(200);
    const listed = JSON.stringify((await again.get("/feeds/example/access")).body);
    expect(listed).not.toContain(token);
    expect(listed).not.toContain("sha256");
  });

  it("goes when what is known of its participant is erased", async () => {
    const test = await testService({ configuration: PRIVATE });
    const { token } = await grant(test);
    await test.service.runtime.erase("default", "participant_1");
    expect(await status(test, bearer(token))).toBe(401);
  });
});

it("a feed per participant shows each client what is for its participant or for nobody in particular", async () => {
  const [feed] = PRIVATE.feeds;
  const test = await testService({
    configuration: { feeds: [{ ...feed, per_participant: true }] },
  });
  const mine = await grant(test);
  const theirs = await grant(test, { participant_id: "participant_2" });
  await test.act(publish({ content: content({ subject: "For all" }) }));
  await test.act(
    publish({ participant_id: "participant_1", content: content({ subject: "For the first" }) }),
  );
  expect((await test.feed(undefined, bearer(mine.token))).body).toContain("For the first");
  const other = await test.feed(undefined, bearer(theirs.token));
  expect(other.body).toContain("For all");
  expect(other.body).not.toContain("For the first");
  expect(other.headers["etag"]).not.toBe(
    (await test.feed(undefined, bearer(mine.token))).headers["etag"],
  );
});

it("a feed per participant says to nobody else that an item for a participant is gone", async () => {
  const [feed] = PRIVATE.feeds;
  const test = await testService({
    configuration: { feeds: [{ ...feed, per_participant: true, feed_type: "atom" }] },
  });
  const mine = await grant(test);
  const theirs = await grant(test, { participant_id: "participant_2" });
  const general = await grant(test, { participant_id: null, kind: "internal_system" });
  for (const [guid, participant_id] of [
    ["urn:example:case-4711", "participant_1"],
    ["urn:example:for-all", null],
  ] as const) {
    const parameters = { guid };
    const item = itemOf(await test.act(publish({ participant_id, parameters })));
    await test.act(remove({ feed_item_id: item }));
  }
  const shown = async ({ token }: Granted) => {
    const { body } = await test.feed("/feeds/example/atom.xml", bearer(token));
    expect(body).toContain("urn:example:for-all");
    return body.includes("urn:example:case-4711");
  };
  expect([await shown(mine), await shown(theirs), await shown(general)]).toEqual([
    true,
    false,
    false,
  ]);
});

it("nobody is granted access to a feed that is not there", async () => {
  const test = await testService();
  expect((await test.post("/feeds/none/access", {})).status).toBe(404);
  expect((await test.get("/feeds/none/access")).status).toBe(404);
  expect((await test.post("/feeds/example/access/none/rotate", {})).status).toBe(404);
});
