import { generateKeyPairSync } from "node:crypto";
import { flattenedVerify, importJWK, type JWK } from "jose";
import { describe, expect, it } from "vitest";
import type { FeedManifest } from "../../src/publication/manifest.ts";
import type { SignedManifest } from "../../src/publication/manifest-signer.ts";
import { content, publish, remove, update } from "../support/requests.ts";
import { itemOf, testService, type TestService } from "../support/service.ts";

interface Validated {
  readonly valid: boolean;
  readonly problems: readonly {
    rule: string;
    format: string;
    line: number | null;
    remedy: string;
  }[];
}
const validate = (test: TestService, body: object = {}) =>
  test.post<Validated>("/feeds/example/validate", body);
const minute = (test: TestService): Promise<void> =>
  test.clock.advance(60_000, async () => undefined);

describe("POST /feeds/:id/validate", () => {
  it("checks the feed as it stands in every format, and what is news of it is evidence", async () => {
    const test = await testService();
    await test.act(publish());
    expect((await validate(test)).body).toEqual({ valid: true, problems: [] });
    expect((await test.events()).map(({ event_type }) => event_type)).toContain(
      "feed.feed.validated",
    );
  });

  it("names rule, line and remedy of what is wrong with a document, and publishes nothing", async () => {
    const test = await testService();
    const document =
      '<?xml version="1.0"?>\n<rss version="2.0">\n<channel>\n<title>a</titel>\n</channel>\n</rss>';
    const { body } = await validate(test, { document });
    expect(body.valid).toBe(false);
    expect(body.problems[0]).toMatchObject({ format: "rss2", rule: "well_formed", line: 4 });
    expect(body.problems[0]?.remedy).not.toBe("");
    expect(await test.events()).toEqual([]);
  });

  it("finds what the structure of Atom and JSON Feed lacks", async () => {
    const test = await testService();
    const atom = '<feed xmlns="http://www.w3.org/2005/Atom">\n<title>t</title>\n<entry/>\n</feed>';
    const found = (await validate(test, { format: "atom", document: atom })).body.problems;
    expect(found.map(({ rule }) => rule)).toContain("structure");
    expect(found.some(({ line }) => line === 3)).toBe(true);
    const json = (await validate(test, { format: "json_feed", document: "{}" })).body;
    expect(json.valid).toBe(false);
  });

  it("tells an invalid feed by its own rule", async () => {
    const test = await testService({ configuration: { max_feed_bytes: 1_024 } });
    await test.act(publish({ content: content({ body_text: "long ".repeat(300) }) }));
    const { body } = await validate(test);
    expect(body.problems.map(({ rule }) => rule)).toContain("feed_size");
  });
});

describe("GET /feeds/:id/health", () => {
  it("is unknown before anything is known, healthy with a valid feed, and knows what was last seen", async () => {
    const test = await testService();
    await test.act(publish());
    await test.feed(undefined, { "user-agent": "newsboat/2.21.0 (Linux x86_64)" });
    await test.service.flush();
    const { body } = await test.get("/feeds/example/health");
    expect(body).toMatchObject({
      feed_id: "example",
      status: "healthy",
      validation_status: "valid",
      availability_status: "available",
      last_successful_publish_at: "2026-01-01T12:00:00.000Z",
      last_fetch_observed_at: "2026-01-01T12:00:00.000Z",
      known_degradations: [],
    });
  });

  it("is degraded while an older edition is served, and failing where there is none", async () => {
    const big = { content: content({ body_text: "long ".repeat(300) }) };
    const test = await testService({ configuration: { max_feed_bytes: 1_500 } });
    await test.act(publish());
    await test.feed();
    await minute(test);
    await test.act(publish(big));
    expect((await test.get("/feeds/example/health")).body).toMatchObject({
      status: "degraded",
      validation_status: "invalid",
      availability_status: "degraded",
      known_degradations: ["feed_invalid", "older_edition_served"],
    });
    const other = await testService({ configuration: { max_feed_bytes: 1_500 } });
    await other.act(publish(big));
    expect((await other.get("/feeds/example/health")).body).toMatchObject({ status: "failing" });
  });
});

describe("what is known of a feed's items", () => {
  it("is their history: each change with its revision and hash", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    await minute(test);
    await test.act(update({ feed_item_id: item }));
    await minute(test);
    await test.act(remove({ feed_item_id: item }));
    const { body } = await test.get<{
      changes: { change: string; revision: number; content_hash: string }[];
    }>(`/feeds/example/items/${item}/history`);
    expect(body.changes.map(({ change, revision }) => [change, revision])).toEqual([
      ["item.published", 1],
      ["item.updated", 2],
      ["item.removed", 2],
    ]);
    expect(new Set(body.changes.map(({ content_hash }) => content_hash)).size).toBe(2);
    expect((await test.get("/feeds/example/items/none/history")).status).toBe(404);
  });

  it("is their timeline and assessment, under their own feed alone", async () => {
    const test = await testService();
    const item = itemOf(await test.act(publish()));
    expect((await test.get(`/feeds/example/items/${item}/timeline`)).body).toMatchObject({
      events: [{ adapter_event_type: "item.published" }],
    });
    expect((await test.get(`/feeds/example/items/${item}/assessment`)).body).toMatchObject({
      channel: { category: "undef" },
      participant: { category: "undef" },
    });
    await test.post("/feeds", {
      feed_id: "other",
      feed_url: "https://example.com/o.xml",
      title: "O",
    });
    expect((await test.get(`/feeds/other/items/${item}/timeline`)).status).toBe(404);
  });

  it("is their fetches in the form of §19, which name no address and no user agent", async () => {
    const test = await testService();
    await test.act(publish());
    await test.feed(undefined, { "user-agent": "newsboat/2.21.0 (Linux x86_64)" });
    await test.service.flush();
    const { body } = await test.get<{ fetch_events: object[] }>("/feeds/example/fetch-events");
    expect(body.fetch_events).toEqual([
      expect.objectContaining({
        feed_id: "example",
        status_code: 200,
        consumer_classification: "feed_reader",
        ip_address: null,
        user_agent: null,
      }),
    ]);
  });
});

describe("the manifest", () => {
  it("says what stood in the feed at a time, whatever came after", async () => {
    const test = await testService();
    const first = itemOf(await test.act(publish()));
    await minute(test);
    const second = itemOf(await test.act(publish()));
    await minute(test);
    await test.act(remove({ feed_item_id: first }));
    const at = async (time: string) =>
      (
        await test.get<{ manifest: FeedManifest }>(`/feeds/example/manifest?at=${time}`)
      ).body.manifest.items.map(({ feed_item_id }) => feed_item_id);
    expect(await at("2026-01-01T11:59:59Z")).toEqual([]);
    expect(await at("2026-01-01T12:00:30Z")).toEqual([first]);
    expect(new Set(await at("2026-01-01T12:01:30Z"))).toEqual(new Set([first, second]));
    expect(await at("2026-01-01T12:03:00Z")).toEqual([second]);
  });

  it("is signed where a key is configured, so that anybody can tell that it was not changed", async () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const manifest_key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const test = await testService({ configuration: { manifest_key } });
    await test.act(publish());
    const { body } = await test.get<{ manifest: FeedManifest; jws: SignedManifest }>(
      "/feeds/example/manifest",
    );
    const jwk = (await test.get<JWK>("/manifest-key.json")).body;
    expect(jwk).not.toHaveProperty("d");
    const { payload } = await flattenedVerify(body.jws, await importJWK(jwk, "EdDSA"));
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(body.manifest);
    const forged = { ...body.jws, payload: Buffer.from("{}").toString("base64url") };
    await expect(flattenedVerify(forged, await importJWK(jwk, "EdDSA"))).rejects.toThrow(
      /signature/,
    );
    expect(test.logged()).not.toContain("PRIVATE KEY");
  });

  it("keeps the service from starting with a key that is none", async () => {
    await expect(testService({ configuration: { manifest_key: "no key" } })).rejects.toThrow(
      /manifest_key/,
    );
  });
});
