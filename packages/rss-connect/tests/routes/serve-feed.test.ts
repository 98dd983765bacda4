import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { content, publish, remove, update } from "../support/requests.ts";
import {
  elements,
  EXAMPLE_FEED,
  itemOf,
  testService,
  type TestService,
} from "../support/service.ts";

const TOKEN = "participant-token-0123456789";
const PRIVATE = {
  tenants: ["default", "other"],
  feeds: [{ ...EXAMPLE_FEED, visibility: "private" }],
  consumers: [
    { id: "erp", kind: "participant_system", participant_id: "p1", token: TOKEN },
    {
      id: "stranger",
      tenant: "other",
      kind: "participant_system",
      token: "other-token-0123456789",
    },
  ],
};

const types = async (test: TestService) =>
  (await test.events())
    .filter(({ event_type }) => event_type === "feed.feed.fetched")
    .map(({ native_status_mapping_ref }) => native_status_mapping_ref);

describe("a served feed", () => {
  it("carries what was published, newest first, and is never stale", async () => {
    const test = await testService();
    const first = itemOf(await test.act(publish({ content: content({ subject: "First" }) })));
    expect(elements((await test.feed()).body, "title")).toEqual(["Example", "First"]);
    await test.clock.advance(1_000);
    await test.act(publish({ content: content({ subject: "Second" }) }));
    expect(elements((await test.feed()).body, "title")).toEqual(["Example", "Second", "First"]);
    await test.act(
      update({ feed_item_id: first }, { content: content({ subject: "First, updated" }) }),
    );
    expect(elements((await test.feed()).body, "title")).toEqual([
      "Example",
      "Second",
      "First, updated",
    ]);
    await test.act(remove({ feed_item_id: first }));
    expect(elements((await test.feed()).body, "title")).toEqual(["Example", "Second"]);
  });

  it("has a strong ETag that changes with the feed and with nothing else", async () => {
    const test = await testService();
    await test.act(publish());
    const one = await test.feed();
    await test.clock.advance(3_600_000);
    expect((await test.feed()).headers["etag"]).toBe(one.headers["etag"]);
    expect(one.headers["etag"]).toMatch(/^"[^"]+"$/);
    await test.act(publish());
    expect((await test.feed()).headers["etag"]).not.toBe(one.headers["etag"]);
  });

  it("has the same ETag after a restart", async () => {
    const test = await testService();
    await test.act(publish());
    const one = await test.feed();
    expect((await (await test.again()).feed()).headers["etag"]).toBe(one.headers["etag"]);
  });

  it("is answered 304 to whoever has it, without a body", async () => {
    const test = await testService();
    await test.act(publish());
    await test.clock.advance(2_000);
    const { headers } = await test.feed();
    const conditions: Record<string, string>[] = [
      { "if-none-match": headers["etag"] ?? "" },
      { "if-none-match": `"other", W/${headers["etag"]}` },
      { "if-modified-since": headers["last-modified"] ?? "" },
    ];
    for (const condition of conditions) {
      const answer = await test.feed(undefined, condition);
      expect([answer.status, answer.body, answer.headers["etag"]]).toEqual([
        304,
        "",
        headers["etag"],
      ]);
    }
    expect((await test.feed(undefined, { "if-none-match": '"other"' })).status).toBe(200);
  });

  it("is sent compressed to whoever takes that, under an ETag of its own", async () => {
    const test = await testService();
    await test.act(publish());
    const plain = await test.feed();
    const packed = await test.feed(undefined, { "accept-encoding": "gzip, deflate" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers["vary"]).toBe("Accept-Encoding");
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.body);
    expect(packed.headers["etag"]).not.toBe(plain.headers["etag"]);
    const again = await test.feed(undefined, {
      "accept-encoding": "gzip",
      "if-none-match": packed.headers["etag"] ?? "",
    });
    expect(again.status).toBe(304);
  });

  it("answers HEAD with the headers of GET and no body", async () => {
    const test = await testService();
    await test.act(publish());
    const get = await test.feed();
    const head = await test.service.app.inject({ method: "HEAD", url: "/feeds/example/rss.xml" });
    expect([head.statusCode, head.body]).toEqual([200, ""]);
    for (const name of ["etag", "content-length", "content-type", "vary", "cache-control"]) {
      expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
    }
    expect(await types(test)).toEqual(["mapping:feed.fetched.unknown", "mapping:feed.revalidated"]);
  });

  it("is the same 404 as nothing where there is none", async () => {
    const test = await testService();
    const unknown = await test.feed("/feeds/none/rss.xml");
    expect(unknown.status).toBe(404);
    expect(unknown.body).toBe((await test.feed("/nothing/at/all")).body);
  });

  it("was fetched by nobody who went away before its end", async () => {
    const test = await testService();
    const body = "x".repeat(60_000);
    for (let item = 0; item < 120; item += 1)
      await test.act(publish({ content: content({ body_text: body }) }));
    const size = (await test.feed("/feeds/example/feed.json")).bytes.length;
    expect(size).toBeGreaterThan(7_000_000);
    const before = await types(test);
    await test.service.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = test.service.app.server.address() as { port: number };
    const arrived = once(test.service.app.server, "connection");
    const socket = connect(port, "127.0.0.1");
    socket.write(
      "GET /feeds/example/feed.json HTTP/1.1\r\nhost: x\r\nuser-agent: newsboat/2.21.0\r\n\r\n",
    );
    await once(socket, "readable");
    const [theirs] = (await arrived) as [Socket];
    socket.resetAndDestroy();
    await new Promise((resolve) => theirs.once("close", resolve));
    expect(await types(test)).toEqual(before);
  }, 60_000);

  it("is not observed where the feed says so", async () => {
    const test = await testService({
      configuration: { feeds: [{ ...EXAMPLE_FEED, observe_fetches: false }] },
    });
    const item = itemOf(await test.act(publish()));
    expect((await test.feed()).status).toBe(200);
    expect(await types(test)).toEqual([]);
    expect((await test.assessment(item)).channel.subclass).toBe("undef.awareness_unproven");
  });
});

describe("a private feed", () => {
  it.each([
    ["nobody", {}],
    ["a wrong token", { authorization: "Bearer wrong-token-0123456789" }],
    ["another scheme", { authorization: `Basic ${TOKEN}` }],
    ["a system of another tenant", { authorization: "Bearer other-token-0123456789" }],
  ])("is refused to %s, and nothing was observed", async (_who, headers) => {
    const test = await testService({
      configuration: { ...PRIVATE, tenants: ["default", "other"] },
    });
    const item = itemOf(await test.act(publish()));
    const refused = await test.feed(undefined, headers);
    expect(refused.status).toBe(401);
    expect(refused.headers["www-authenticate"]).toMatch(/^Bearer/);
    expect(refused.body).not.toContain(item);
    expect(await types(test)).toEqual([]);
  });

  it("is served to a registered client, kept out of shared caches, and is medium evidence of that system", async () => {
    const test = await testService({ configuration: PRIVATE });
    const item = itemOf(await test.act(publish()));
    const served = await test.feed(undefined, { authorization: `Bearer ${TOKEN}` });
    expect(served.status).toBe(200);
    expect(served.headers["cache-control"]).toBe("private, no-cache");
    const [fetched] = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.feed.fetched",
    );
    expect(fetched).toMatchObject({
      participant_id: "p1",
      evidence_grade: { strength: "medium", actor_certainty: "medium" },
      actor_context: { actor_ref: "erp", actor_type: "system", authenticated: true },
    });
    expect(await test.assessment(item)).toMatchObject({
      channel: { category: "success", subclass: "success.feed_fetched" },
      participant: { category: "undef" },
    });
    expect(JSON.stringify(await test.events()) + test.logged()).not.toContain(TOKEN);
  });

  it("is no medium evidence about an item of another participant", async () => {
    const test = await testService({ configuration: PRIVATE });
    const item = itemOf(await test.act(publish({ participant_id: "p2" })));
    await test.feed(undefined, { authorization: `Bearer ${TOKEN}` });
    const [fetched] = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.feed.fetched",
    );
    expect(fetched).toMatchObject({ participant_id: "p2", evidence_grade: { strength: "weak" } });
    expect((await test.assessment(item)).channel.category).toBe("undef");
  });
});
