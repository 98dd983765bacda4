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
import { shapeOfIntake } from "./shape.ts";

const CONNECTIONS = 64;

/** POST /adapter/actions, fresh keys only, dispatch paused, against `peer.ts`. */
export async function intake({ pairs, seconds }: BenchSettings): Promise<Report> {
  const folders = temporaryFolders(2);
  const [folder = "", peerFolder = ""] = folders.paths;
  const shape = await shapeOfIntake();
  console.error(
    `One action: ${shape.rows.length} rows, ${shape.rows.reduce((sum, row) => sum + row.key + row.text, 0)} bytes; answer ${shape.answerLength} bytes.`,
  );
  const ours = await startServer(new URL("./reference.ts", import.meta.url), [folder]);
  const peer = await startServer(new URL("./peer.ts", import.meta.url), [
    peerFolder,
    JSON.stringify(shape),
  ]);
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
    await measure(ours, "warm", 2);
    await measure(peer, "warm", 2);
    const meters = [await costMeter("ours", ours), await costMeter("peer", peer)] as const;
    const report = await alternate(
      "intake",
      pairs,
      (pair) => measure(ours, `r${pair}`),
      (pair) => measure(peer, `r${pair}`),
      async () => Number(await ours.ask("rss")),
    );
    await meters[0](report.n);
    await meters[1](report.limit_n);
    return report;
  } finally {
    await Promise.all([client.stop(), ours.stop(), peer.stop()]);
    folders.remove();
  }
}
