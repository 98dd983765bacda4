/** The bare client in a loop that keeps as many requests under way as it has connections. */
import { Agent } from "undici";
import { CONNECTIONS, orderOf, serveRounds } from "./order.ts";

const { port, subscribers } = orderOf();
const origin = `http://127.0.0.1:${port}`;
const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
/** As long as the feed of ours. */
const body = Buffer.alloc(123_000, "x");
const headers = {
  "content-type": "application/rss+xml; charset=utf-8",
  link: '<http://127.0.0.1/websub>; rel="hub", <http://127.0.0.1/feed.xml>; rel="self"',
};

serveRounds(
  async () => {
    const began = performance.now();
    let next = 0;
    const loop = async (): Promise<void> => {
      while (next < subscribers) {
        const path = `/callback/${next}`;
        next += 1;
        const answer = await agent.request({ origin, path, method: "POST", headers, body });
        await answer.body.dump();
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, loop));
    return { seconds: (performance.now() - began) / 1_000, bytes: body.length };
  },
  () => agent.destroy(),
);
