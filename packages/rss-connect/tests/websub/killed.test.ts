import { until } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { eventsOf, getJson, post, startApp } from "../support/child-service.ts";
import { newFolder } from "../support/service.ts";
import { receiver, willing } from "./receiver.ts";
import { freePort, subscribeAt } from "./running.ts";

interface Listed {
  readonly subscriptions: readonly { readonly last: { readonly outcome: string } | null }[];
}

test("a service that is killed in the middle of a distribution loses no delivery and repeats none that was answered", async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const data = newFolder();
  let answers = true;
  const callbacks = await receiver((request) =>
    request.method === "GET" || request.path.startsWith("/quick") || answers
      ? willing(request)
      : null,
  );
  const start = async () => {
    const child = startApp("rss-connect", {
      env: {
        UNDERCLAIM_DATA: data,
        UNDERCLAIM_LISTEN__PORT: String(port),
        UNDERCLAIM_PUBLIC_URL: url,
        UNDERCLAIM_FEEDS: JSON.stringify([
          { feed_id: "news", feed_url: `${url}/feeds/news/rss.xml`, title: "News" },
        ]),
        UNDERCLAIM_WEBSUB: JSON.stringify({
          networks: ["127.0.0.0/8"],
          hub: { enabled: true, per_host: 4, settle: "PT0S" },
        }),
      },
    });
    await child.listening;
    return child;
  };
  const listed = async () =>
    (await getJson<Listed>(`${url}/feeds/news/websub/subscriptions`)).subscriptions;
  const first = await start();
  const paths = [...Array.from({ length: 10 }).keys()].flatMap((at) => [
    `/quick/${at}`,
    `/slow/${at}`,
  ]);
  for (const path of paths) {
    const fields = {
      "hub.callback": callbacks.url + path,
      "hub.topic": `${url}/feeds/news/rss.xml`,
    };
    expect((await subscribeAt(`${url}/websub`, fields)).status).toBe(202);
  }
  await until(async () => (await listed()).length === paths.length);

  answers = false;
  const published = await post(`${url}/adapter/actions`, {
    request_id: "req_1",
    action_type: "feed.publish_item",
    coordination_case_id: "case_1",
    target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "news" },
    content: { subject: "Water", body_text: "Water" },
    tracking_context: { correlation_id: "corr_1", coordination_case_id: "case_1" },
    idempotency_key: "key_1",
    requested_at: "2026-01-01T12:00:00Z",
  });
  expect(published.status).toBe(202);
  // Four places for one host, and slow callbacks take them: some quick ones are served by then, others wait.
  await until(() => callbacks.posts().filter(({ path }) => path.startsWith("/slow")).length === 4);
  const answered = async () =>
    (await listed()).filter(({ last }) => last?.outcome === "accepted").length;
  const quick = () => callbacks.posts().filter(({ path }) => path.startsWith("/quick")).length;
  await until(async () => (await answered()) === quick());
  // The list tells what is in memory. What waits there for a commit under way is durable once two later ones are.
  for (const at of ["1", "2"]) {
    const kept = await post(`${url}/adapter/actions`, {
      request_id: `req_kept_${at}`,
      action_type: "notification.register_tracking_context",
      coordination_case_id: "case_1",
      tracking_context: {
        correlation_id: "corr_1",
        coordination_case_id: "case_1",
        external_context: [{ key: "ticket", value: at }],
      },
      idempotency_key: `key_kept_${at}`,
      requested_at: "2026-01-01T12:00:00Z",
    });
    expect(kept.status).toBe(202);
  }
  const before = callbacks.posts().map(({ path }) => path);
  first.kill("SIGKILL");
  await first.ended;

  answers = true;
  const second = await start();
  await until(async () => (await answered()) === paths.length);
  const counts = new Map<string, number>();
  for (const { path } of callbacks.posts()) counts.set(path, (counts.get(path) ?? 0) + 1);
  for (const path of paths) {
    const cutOff = before.includes(path) && path.startsWith("/slow");
    expect([path, counts.get(path)]).toEqual([path, cutOff ? 2 : 1]);
  }
  const events = (await eventsOf(url)).filter(({ event_type }) =>
    event_type.startsWith("webhook."),
  );
  expect(events.map(({ event_type }) => event_type).toSorted()).toEqual([
    "webhook.request.sent",
    "webhook.response.accepted",
  ]);
  second.kill("SIGTERM");
  expect((await second.ended).code).toBe(0);
}, 120_000);
