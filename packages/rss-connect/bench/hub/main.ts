import process from "node:process";
import {
  alternate,
  startServer,
  type BenchSettings,
  type Report,
} from "../../../runtime/bench/lib/pairs.ts";
import type { Measured } from "../../../runtime/bench/lib/client.ts";
import { temporaryFolders } from "../../../runtime/bench/lib/temporary-folders.ts";
import type { Round } from "./order.ts";

/**
 * One edition to every subscriber. Ours: from the accepted publication until each subscription is durable with the edition
 * that it has. The peer: the same bytes by the same client in a bare loop, nothing kept.
 */
export async function hub({ pairs }: BenchSettings): Promise<Report> {
  const subscribers = Number(process.env["UNDERCLAIM_BENCH_SUBSCRIBERS"] ?? 1_000);
  const receiver = await startServer(new URL("./receiver.ts", import.meta.url), []);
  const folders = temporaryFolders(1);
  const [folder = ""] = folders.paths;
  const order = JSON.stringify({ port: receiver.port, subscribers, folder });
  const ours = await startServer(new URL("./ours.ts", import.meta.url), [order]);
  const bare = await startServer(new URL("./bare.ts", import.meta.url), [order]);
  let rss = 0;
  const measure = (name: string, server: typeof ours) => async (): Promise<Measured> => {
    const before = Number(await receiver.ask("count"));
    const round = (await server.ask("round")) as Round;
    const got = Number(await receiver.ask("count")) - before;
    const each = (ms: number): string => `${Math.round((ms * 1_000) / subscribers)} µs`;
    if (got !== subscribers) throw new Error(`${name} made ${got} deliveries of ${subscribers}.`);
    console.error(
      `${name}: ${Math.round(subscribers / round.seconds)}/s of ${round.bytes} bytes, CPU ${each(round.cpuMs)} a delivery, ${each(round.mainMs)} of it in the main thread`,
    );
    if (server === ours) rss = round.rss;
    return { count: subscribers, seconds: round.seconds, p99Ms: Number.NaN, statuses: {} };
  };
  try {
    // The first editions are warm-up for both.
    await ours.ask("round");
    await bare.ask("round");
    return await alternate(
      "hub",
      pairs,
      measure("ours", ours),
      measure("bare", bare),
      async () => rss,
    );
  } finally {
    await ours.stop();
    await bare.stop();
    await receiver.stop();
    folders.remove();
  }
}
