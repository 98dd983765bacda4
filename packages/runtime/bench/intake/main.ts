import type { Measured } from "../lib/client.ts";
import {
  alternate,
  costMeter,
  median,
  startClient,
  startServer,
  type BenchSettings,
  type Report,
  type Server,
} from "../lib/pairs.ts";
import { temporaryFolders } from "../lib/temporary-folders.ts";
import { shapeOfIntake } from "./shape.ts";

const CONNECTIONS = 64;
/** A service runs for weeks: what is measured is compiled, and so is what it is measured against. */
const WARM_SECONDS = 8;

/** POST /adapter/actions, fresh keys only, dispatch paused, against `peer.ts`; and `floor.ts` against the same. */
export async function intake({
  pairs,
  seconds,
}: BenchSettings): Promise<Report & { readonly floor_ratio: number }> {
  const folders = temporaryFolders(3);
  const [folder = "", peerFolder = "", floorFolder = ""] = folders.paths;
  const shape = await shapeOfIntake();
  console.error(
    `One action: ${shape.rows.length} rows, ${shape.rows.reduce((sum, row) => sum + row.key + row.text, 0)} bytes; answer ${shape.answerLength} bytes.`,
  );
  const ours = await startServer(new URL("./reference.ts", import.meta.url), [folder]);
  const peer = await startServer(new URL("./peer.ts", import.meta.url), [
    peerFolder,
    JSON.stringify(shape),
  ]);
  const floor = await startServer(new URL("./floor.ts", import.meta.url), [floorFolder]);
  const client = startClient();
  const measure = async (server: Server, run: string, length = seconds): Promise<Measured> => {
    const order = {
      port: server.port,
      connections: CONNECTIONS,
      seconds: length,
      source: { kind: "actions", run },
    } as const;
    const measured = await client.measure(order);
    const wrong = Object.keys(measured.statuses).filter((status) => status !== "202");
    if (wrong.length > 0)
      throw new Error(`Answers other than 202: ${JSON.stringify(measured.statuses)}`);
    return measured;
  };
  try {
    for (const server of [ours, peer, floor]) await measure(server, "warm", WARM_SECONDS);
    const meters = [
      await costMeter("ours", ours),
      await costMeter("peer", peer),
      await costMeter("floor", floor),
    ] as const;
    const floors: Measured[] = [];
    const report = await alternate(
      "intake",
      pairs,
      (pair) => measure(ours, `r${pair}`),
      (pair) => measure(peer, `r${pair}`),
      async () => Number(await ours.ask("rss")),
      async (pair) => void floors.push(await measure(floor, `r${pair}`)),
    );
    await meters[0](report.n);
    await meters[1](report.limit_n);
    await meters[2](floors.reduce((sum, { count }) => sum + count, 0));
    const floorRate = median(floors.map(({ count, seconds: lasted }) => count / lasted));
    return { ...report, floor_ratio: Number((floorRate / report.limit).toFixed(3)) };
  } finally {
    await Promise.all([client.stop(), ours.stop(), peer.stop(), floor.stop()]);
    folders.remove();
  }
}
