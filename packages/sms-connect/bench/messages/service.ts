/** The service, which tells when so many messages have all their evidence. */
import { serveBench } from "../../../runtime/bench/lib/served.ts";
import { openBenchService } from "./open-service.ts";
import { EVENTS_EACH } from "./traffic.ts";

const [folder = "", smscPort = "", count = ""] = process.argv.slice(2);
const { app, runtime } = await openBenchService(folder, Number(smscPort));
let goal = 0;

await serveBench(app, {
  begin: async () => {
    goal = (await runtime.store.head()) + EVENTS_EACH * Number(count);
  },
  finished: async () => {
    const ended = new AbortController();
    const heads = runtime.store.heads(ended.signal);
    if ((await runtime.store.head()) < goal)
      for await (const head of heads) if (head >= goal) break;
    ended.abort();
  },
});
