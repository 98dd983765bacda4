/** The service with a feed that has published so many items, all but the newest of them archived (RFC 5005). */
import { setTimeout } from "node:timers/promises";
import { serveBench } from "../../../runtime/bench/lib/served.ts";
import { benchService, fill } from "../lib/service.ts";

const [folder = "", items = "0"] = process.argv.slice(2);
const service = await benchService(folder, {
  public_url: "http://127.0.0.1:1",
  feeds: [
    {
      feed_id: "news",
      feed_url: "http://127.0.0.1:1/feed.xml",
      title: "News",
      history: "archived",
      page_size: 50,
      max_items: 10_000,
    },
  ],
});
await fill(service, Number(items));
while (service.runtime.activity().working) await setTimeout(50);
await serveBench(service.app);
