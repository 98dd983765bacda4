// The whole service as others reach it: over TCP, with WebSub, at an address it was told beforehand.
import { createServer, type AddressInfo } from "node:net";
import { ManualClock, until } from "@underclaim/runtime/testing";
import { NOW } from "../support/snapshot.ts";
import { testService, type TestService } from "../support/service.ts";

export interface Running {
  readonly test: TestService;
  readonly url: string;
  readonly clock: ManualClock;
  /** What is under way is done, the network included. */
  settled(condition: () => boolean | Promise<boolean>): Promise<void>;
  publish(subject: string): Promise<string>;
  types(): Promise<string[]>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function running(
  configuration: Record<string, unknown> & { websub?: Record<string, unknown> } = {},
  clock = new ManualClock(NOW),
  format = "rss2",
): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = { rss2: "rss.xml", atom: "atom.xml", json_feed: "feed.json" }[format];
  const feed = `${url}/feeds/news/${file}`;
  const test = await testService({
    clock,
    configuration: {
      public_url: url,
      feeds: [{ feed_id: "news", feed_url: feed, title: "News", feed_type: format }],
      ...configuration,
      websub: { networks: ["127.0.0.0/8"], ...configuration.websub },
    },
  });
  await test.service.app.listen({ host: "127.0.0.1", port });
  let published = 0;
  return {
    test,
    url,
    clock,
    settled: (condition) => until(condition),
    async publish(subject) {
      published += 1;
      const answer = await test.act({
        request_id: `req_${published}`,
        action_type: "feed.publish_item",
        coordination_case_id: `case_${published}`,
        target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "news" },
        content: { subject, body_text: subject },
        tracking_context: {
          correlation_id: `corr_${published}`,
          coordination_case_id: `case_${published}`,
        },
        idempotency_key: `key_${published}`,
        requested_at: "2026-01-01T12:00:00Z",
      });
      if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
      return String(answer.body.metadata?.["feed_item_id"]);
    },
    types: async () => (await test.events()).map(({ event_type }) => event_type),
  };
}

export const subscribeAt = (hub: string, fields: Record<string, string>): Promise<Response> =>
  fetch(hub, { method: "POST", body: new URLSearchParams({ "hub.mode": "subscribe", ...fields }) });
