/** The service with a feed of 50 items; fetches are observed. */
import { serveBench } from "../../../runtime/bench/lib/served.ts";
import { benchService, fill } from "../lib/service.ts";
import { PATH, type Answer, type Variants } from "./variants.ts";

const [folder = ""] = process.argv.slice(2);
const service = await benchService(folder, {
  feeds: [{ feed_id: "news", feed_url: "http://127.0.0.1:1/feed.xml", title: "News" }],
});
await fill(service, 50);
// Last-Modified is told once the second of the change is over.
await new Promise((resolve) => setTimeout(resolve, 1_100));

const agent = { "user-agent": "newsboat/2.21.0 (Linux x86_64)" };
const LEFT_OUT: ReadonlySet<string> = new Set(["date", "connection", "keep-alive"]);

async function ask(headers: Record<string, string>): Promise<Answer> {
  const reply = await service.app.inject({ url: PATH, headers });
  const told = Object.entries(reply.headers).filter(([name]) => !LEFT_OUT.has(name));
  return {
    status: reply.statusCode,
    headers: Object.fromEntries(told.map(([name, value]) => [name, String(value)])),
    body: reply.rawPayload.toString("base64"),
  };
}

async function variants(): Promise<Variants> {
  const whole = await ask(agent);
  const gzip = { ...agent, "accept-encoding": "gzip" };
  const unchanged = { ...agent, "if-none-match": whole.headers["etag"] ?? "" };
  return {
    whole: { asks: agent, answer: whole },
    gzip: { asks: gzip, answer: await ask(gzip) },
    unchanged: { asks: unchanged, answer: await ask(unchanged) },
  };
}

await serveBench(service.app, { variants });
