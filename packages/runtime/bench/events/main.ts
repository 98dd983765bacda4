import type { Measured } from "../lib/client.ts";
import {
  alternate,
  costMeter,
  startClient,
  startServer,
  type BenchSettings,
  type Report,
  type Server,
} from "../lib/pairs.ts";
import { temporaryFolders } from "../lib/temporary-folders.ts";

const CONNECTIONS = 64;
const EVENTS = Number(process.env["UNDERCLAIM_BENCH_EVENTS"] ?? 1_000_000);

/** GET /adapter/events?limit=100 from 64 places of a large ledger, against `peer.ts`. */
export async function events({ pairs, seconds }: BenchSettings): Promise<Report> {
  const folders = temporaryFolders(2);
  const args = [String(EVENTS), String(CONNECTIONS)];
  console.error(`Writing ${EVENTS} events, twice.`);
  const [ours, peer] = await Promise.all([
    startServer(new URL("./reference.ts", import.meta.url), [folders.paths[0] ?? "", ...args]),
    startServer(new URL("./peer.ts", import.meta.url), [folders.paths[1] ?? "", ...args]),
  ]);
  const client = startClient();
  const starts = new Map<Server, readonly string[]>();
  for (const server of [ours, peer]) starts.set(server, (await server.ask("starts")) as string[]);
  const measure = async (server: Server, length = seconds): Promise<Measured> => {
    const source = { kind: "pages", starts: starts.get(server) ?? [] } as const;
    const measured = await client.measure({
      port: server.port,
      connections: CONNECTIONS,
      seconds: length,
      source,
    });
    const wrong = Object.keys(measured.statuses).filter((status) => status !== "200");
    if (wrong.length > 0)
      throw new Error(`Answers other than 200: ${JSON.stringify(measured.statuses)}`);
    return measured;
  };
  try {
    await measure(ours, 2);
    await measure(peer, 2);
    const meters = [await costMeter("ours", ours), await costMeter("peer", peer)] as const;
    const rss = async () => Number(await ours.ask("rss"));
    const report = await alternate(
      "events",
      pairs,
      () => measure(ours),
      () => measure(peer),
      rss,
    );
    await meters[0](report.n);
    await meters[1](report.limit_n);
    return report;
  } finally {
    await Promise.all([client.stop(), ours.stop(), peer.stop()]);
    folders.remove();
  }
}
