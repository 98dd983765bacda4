import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askService, type AskService } from "../../src/logs/ask-service.ts";
import { sendLog, type SendOptions } from "../../src/logs/send.ts";
import { eventsOf, getJson, post, startApp } from "../support/child-service.ts";
import { newFolder } from "../support/service.ts";
import { nginxLine } from "./lines.ts";

const LINES = 30_000;
const AGENTS = ["curl/8.5.0", "newsboat/2.21.0", "Googlebot/2.1", "Feedly/1.0 (3 subscribers)"];

test("a service that is killed while it takes in a log has read every line once in the end", async () => {
  const data = newFolder();
  const file = join(newFolder(), "access.log");
  const feed = { feed_id: "news", feed_url: "https://example.com/feed.xml", title: "News" };
  const start = async () => {
    const child = startApp("rss-connect", {
      env: {
        UNDERCLAIM_DATA: data,
        UNDERCLAIM_LISTEN__PORT: "0",
        UNDERCLAIM_FEEDS: JSON.stringify([{ ...feed, observe_fetches: false }]),
      },
    });
    return { child, url: await child.listening };
  };
  const first = await start();
  await post(`${first.url}/adapter/actions`, {
    request_id: "req_1",
    action_type: "feed.publish_item",
    coordination_case_id: "case_1",
    target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "news" },
    content: { subject: "Water", body_text: "Water" },
    tracking_context: { correlation_id: "corr_1", coordination_case_id: "case_1" },
    idempotency_key: "key_1",
    requested_at: "2026-01-01T12:00:00Z",
  });
  // In the two hours before now, so that no clock is ahead.
  const end = Math.floor(Date.now() / 1_000) * 1_000;
  const lines = Array.from({ length: LINES }, (_, index) =>
    nginxLine({
      at: new Date(end - (LINES - index) * 240).toISOString(),
      agent: AGENTS[index % AGENTS.length] ?? "",
    }),
  );
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  const options = (url: string, over: Partial<SendOptions> = {}): SendOptions => ({
    file,
    format: "nginx",
    service: url,
    apiKey: null,
    ask: askService,
    wait: async () => undefined,
    partBytes: 200_000,
    ...over,
  });
  let parts = 0;
  const killing: AskService = async (url, asked) => {
    if (asked.method === "POST" && (parts += 1) === 2) first.child.kill("SIGKILL");
    return askService(url, asked);
  };
  await expect(sendLog(options(first.url, { ask: killing }))).rejects.toThrow("cannot be reached");
  await first.child.ended;

  const second = await start();
  const { source } = await sendLog(options(second.url));
  const position = await getJson<{ lines: number }>(`${second.url}/access-logs/${source}`);
  expect(position.lines).toBe(LINES);
  const events = (await eventsOf(second.url)).filter(
    ({ event_type }) => event_type === "feed.feed.fetched",
  );
  const hours = new Set(
    lines.map((_, index) => Math.floor((end - (LINES - index) * 240) / 3_600_000)),
  );
  // One for each kind of client and hour: neither lost nor repeated.
  expect(events).toHaveLength(hours.size * AGENTS.length);
  second.child.kill("SIGTERM");
  expect((await second.child.ended).code).toBe(0);
}, 120_000);
