import { ConfigurationError } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { publish } from "../support/requests.ts";
import { elements, EXAMPLE_FEED, testService } from "../support/service.ts";

const refusal = async (configuration: Record<string, unknown>): Promise<string> => {
  const error: unknown = await testService({ configuration }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigurationError);
  return (error as ConfigurationError).message;
};

describe("the configuration", () => {
  it.each([
    ["feds", [], /feds.*did you mean.*feeds/i],
    ["max_feed_byte", 1, /max_feed_byte.*did you mean.*max_feed_bytes/i],
  ])("names the unknown setting %s", async (key, value, message) => {
    expect(await refusal({ [key]: value })).toMatch(message);
  });

  it.each([
    [
      "a setting of a feed",
      { feeds: [{ ...EXAMPLE_FEED, titel: "x" }] },
      /feeds\[0\]\.titel.*did you mean "title"/,
    ],
    [
      "a setting of a consumer",
      { consumers: [{ id: "a", kind: "participant_system", token: "t", secret: 1 }] },
      /consumers\[0\]\.secret/,
    ],
    [
      "a kind of consumer",
      { consumers: [{ id: "a", kind: "human", token: "t" }] },
      /consumers\[0\]\.kind/,
    ],
    [
      "an address",
      { feeds: [{ ...EXAMPLE_FEED, feed_url: "feed.xml" }] },
      /feeds\[0\]\.feed_url.*absolute http/,
    ],
    [
      "an address that another feed has",
      { feeds: [EXAMPLE_FEED, { ...EXAMPLE_FEED, feed_id: "second" }] },
      /feeds\[1\]\.feed_url: this address belongs to another/,
    ],
    [
      "the tenant of a consumer",
      { consumers: [{ id: "a", kind: "participant_system", token: "t", tenant: "acne" }] },
      /consumers\[0\]\.tenant: tenants does not list acne\. Name one of default, or list it/,
    ],
    [
      "the tenant of a target",
      { targets: [{ id: "a", kind: "file", feed: "example", path: "a.xml", tenant: "acne" }] },
      /targets\[0\]\.tenant/,
    ],
    [
      "the tenant of a subscriber",
      {
        websub: {
          hub: {
            subscribers: [
              { id: "a", kind: "internal_system", callback: "https://a.example/", tenant: "acne" },
            ],
          },
        },
      },
      /websub\.hub\.subscribers\[0\]\.tenant/,
    ],
  ])(
    "that is wrong in %s keeps the service from starting, and says where",
    async (_what, configuration, message) => {
      expect(await refusal(configuration)).toMatch(message);
    },
  );

  it("registers its feeds at the start, and once", async () => {
    const test = await testService();
    const before = await test.get("/feeds/example");
    expect(before.status).toBe(200);
    await test.act(publish());
    const again = await test.again();
    expect((await again.get("/feeds/example")).body).toEqual(before.body);
    expect(elements((await again.feed()).body, "guid")).toHaveLength(1);
  });

  it("registers them for the first tenant there is", async () => {
    const test = await testService({
      configuration: {
        tenants: ["acme"],
        api_keys: [{ id: "k", tenant: "acme", scopes: ["actions:read"], key: "0123456789abcdef" }],
      },
    });
    expect(
      (await test.get("/feeds/example", { "x-api-key": "0123456789abcdef" })).body,
    ).toMatchObject({ served_at: "/feeds/example/rss.xml" });
    expect((await test.feed()).status).toBe(200);
  });

  it("that changed a registered feed keeps the service from starting, naming what differs", async () => {
    const test = await testService();
    await test.close();
    const error: unknown = await test
      .again({ feeds: [{ ...EXAMPLE_FEED, title: "Renamed", visibility: "private" }] })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(
      /feeds\[0\]\.feed_id: this feed was registered before with other settings \(title, visibility, .*policy/,
    );
    expect((error as Error).message).toMatch(/Restore them, or give the feed another feed_id/);
    expect((await (await test.again()).feed()).body).toContain("<title>Example</title>");
  });

  it("that no longer names a feed leaves it as it is", async () => {
    const test = await testService();
    await test.act(publish());
    const again = await test.again({ feeds: [] });
    expect(elements((await again.feed()).body, "guid")).toHaveLength(1);
  });

  it("is published as a schema", async () => {
    const test = await testService();
    const { body } = await test.get<{
      properties: Record<string, unknown>;
      additionalProperties: boolean;
    }>("/adapter/configuration-schema");
    expect(Object.keys(body.properties)).toEqual(
      expect.arrayContaining(["feeds", "consumers", "max_feed_bytes", "listen"]),
    );
    expect(body.additionalProperties).toBe(false);
  });
});
