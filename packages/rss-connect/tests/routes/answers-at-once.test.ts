import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { rawHttp } from "../support/raw-http.ts";
import { content, publish } from "../support/requests.ts";
import { GET, HEAD, listening, LONG_WAY, request, served } from "../support/served-feed.ts";
import { EXAMPLE_FEED, testService, type TestService } from "../support/service.ts";

/** Of each request, whether it was answered before anything was waited for. */
function answeredAtOnce({ service }: TestService): boolean[] {
  const asked: boolean[] = [];
  // After the framework's own listener: the long way waits at least once.
  service.app.server.on("request", (_request, response: ServerResponse) =>
    asked.push(response.writableEnded),
  );
  return asked;
}

it("what is ready is answered at once, and nothing that must be looked for or asked for is", async () => {
  const { test, port } = await served();
  const asked = answeredAtOnce(test);
  const ask = async (first: string, ...fields: string[]): Promise<boolean | undefined> => {
    await rawHttp(port, [request(first, fields)]);
    return asked.at(-1);
  };
  const json = GET.replace("rss.xml", "feed.json");
  expect(await ask(GET)).toBe(true);
  expect(await ask(HEAD)).toBe(true);
  expect(await ask(GET, LONG_WAY)).toBe(false);
  expect([await ask(json), await ask(json)]).toEqual([false, true]);
  expect(await ask(GET.replace("example", "none"))).toBe(false);
  await test.act(publish());
  expect([await ask(GET), await ask(GET)]).toEqual([false, true]);
});

it("a feed whose readers authenticate is never answered at once", async () => {
  const test = await testService({
    configuration: { feeds: [{ ...EXAMPLE_FEED, visibility: "private" }] },
  });
  await test.act(publish());
  await test.feed();
  const port = await listening(test);
  const asked = answeredAtOnce(test);
  const { answers } = await rawHttp(port, [request(GET, [])]);
  expect(answers[0]?.head[0]).toContain(" 401 ");
  expect(asked).toEqual([false]);
});

it("the metrics count both ways under the same names", async () => {
  const { test, port, etag } = await served();
  const counted = async (): Promise<Map<string, number>> => {
    const { body } = await test.service.app.inject({ url: "/metrics" });
    const lines = body.matchAll(/^(underclaim_http_request_duration_seconds_count\{.*\}) (\d+)$/gm);
    return new Map([...lines].map(([, name = "", count]) => [name, Number(count)]));
  };
  const added = async (way: readonly string[]): Promise<[string, number][]> => {
    const before = await counted();
    for (const [first, ...fields] of [
      [GET],
      [GET, "accept-encoding: gzip"],
      [HEAD],
      [GET, `if-none-match: ${etag}`],
      [GET.replace("rss", "atom")],
    ])
      await rawHttp(port, [request(first ?? "", [...fields, ...way])]);
    return [...(await counted())]
      .map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)])
      .filter(([name, count]) => count > 0 && !name.includes("/metrics"));
  };
  const short = await added([]);
  expect(short).toEqual(await added([LONG_WAY]));
  expect(short).toContainEqual([
    'underclaim_http_request_duration_seconds_count{method="GET",route="/feeds/:feed_id/rss.xml",status="200"}',
    2,
  ]);
  expect(short).toHaveLength(4);
});

it("what was fetched is observed alike", async () => {
  const observed = async (way: readonly string[]) => {
    const { test, port, etag } = await served();
    for (const [first, ...fields] of [
      [GET, "user-agent: newsboat/2.21.0"],
      [GET, "user-agent: newsboat/2.21.0", `if-none-match: ${etag}`],
      [HEAD, "user-agent: Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers)"],
      [GET, "user-agent: Mozilla/5.0 (X11)", "from: robot@example.com"],
      [GET.replace("rss", "atom"), "accept-encoding: gzip"],
    ])
      await rawHttp(port, [request(first ?? "", [...fields, ...way])]);
    const fetches = (await test.events()).filter(
      ({ event_type }) => event_type === "feed.feed.fetched",
    );
    return fetches.map(({ native_status_mapping_ref, evidence_grade, metadata }) => ({
      native_status_mapping_ref,
      evidence_grade,
      metadata,
    }));
  };
  const short = await observed([]);
  expect(short.length).toBeGreaterThan(4);
  expect(short).toEqual(await observed([LONG_WAY]));
});

it("an answer behind one that its client never took is no fetch, either way", async () => {
  const test = await testService();
  const body = "x".repeat(60_000);
  for (let item = 0; item < 120; item += 1)
    await test.act(publish({ content: content({ body_text: body }) }));
  expect((await test.feed("/feeds/example/feed.json")).bytes.length).toBeGreaterThan(7_000_000);
  const before = (await test.events()).length;
  const port = await listening(test);
  for (const way of [[], [LONG_WAY]]) {
    const arrived = once(test.service.app.server, "connection");
    const socket = connect(port, "127.0.0.1");
    const fields = ["user-agent: newsboat/2.21.0", ...way];
    // The second is small, and ready long before the first has left.
    socket.write(
      request(GET.replace("rss.xml", "feed.json"), fields) +
        request(GET, [...fields, "if-none-match: *"]),
    );
    await once(socket, "readable");
    const [theirs] = (await arrived) as [Socket];
    socket.resetAndDestroy();
    await new Promise((resolve) => theirs.once("close", resolve));
    expect((await test.events()).length).toBe(before);
  }
}, 60_000);
