import type { Measured } from "../../../runtime/bench/lib/client.ts";
import {
  alternate,
  costMeter,
  startClient,
  startServer,
  type BenchSettings,
  type Report,
  type Server,
} from "../../../runtime/bench/lib/pairs.ts";
import { temporaryFolders } from "../../../runtime/bench/lib/temporary-folders.ts";
import { publication } from "../lib/service.ts";

const CONNECTIONS = 16;
const MANY = Number(process.env["UNDERCLAIM_BENCH_ITEMS"] ?? 100_000);
const FEW = 100;

/** `feed.publish_item` into a feed with 100,000 archived items, against the same into one with 100. */
export async function publish({ pairs, seconds }: BenchSettings): Promise<Report> {
  const folders = temporaryFolders(2);
  console.error(`Publishing ${MANY} items.`);
  const [many, few] = await Promise.all(
    [MANY, FEW].map((items, index) =>
      startServer(new URL("./ours.ts", import.meta.url), [
        folders.paths[index] ?? "",
        String(items),
      ]),
    ),
  );
  if (many === undefined || few === undefined) throw new Error("A server did not start.");
  const client = startClient();
  let first = 0;
  const measure = async (server: Server, length = seconds): Promise<Measured> => {
    const body = JSON.stringify(publication("{{id}}"));
    const source = { kind: "posts", path: "/adapter/actions", body, first } as const;
    const measured = await client.measure({
      port: server.port,
      connections: CONNECTIONS,
      seconds: length,
      source,
    });
    first += measured.count;
    const wrong = Object.keys(measured.statuses).filter((status) => status !== "202");
    if (wrong.length > 0)
      throw new Error(`Answers other than 202: ${JSON.stringify(measured.statuses)}`);
    return measured;
  };
  try {
    await measure(many, 1);
    await measure(few, 1);
    const meters = [
      await costMeter("many archived", many),
      await costMeter("few archived", few),
    ] as const;
    const report = await alternate(
      "publish",
      pairs,
      () => measure(many),
      () => measure(few),
      async () => Number(await many.ask("rss")),
    );
    await meters[0](report.n);
    await meters[1](report.limit_n);
    return report;
  } finally {
    await Promise.all([client.stop(), many.stop(), few.stop()]);
    folders.remove();
  }
}
