import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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
import { startSmsc } from "../../tests/support/smsc-child.ts";
import { shapeOfMessage } from "./shape.ts";
import { MESSAGE } from "./traffic.ts";

const CONNECTIONS = 64;
/** Between a submission and its receipt. */
const RECEIPT_AFTER_MS = 50;
const LONGEST_SECONDS = 600;

interface MessagesReport extends Report {
  /** For each message. */
  readonly rows_inserted: number;
  /** For each message: inserted, updated and deleted. */
  readonly row_writes: number;
}

/** From POST /adapter/actions to the receipt's event, all of it durable, over SMPP, against `peer.ts`. */
export async function messages({ pairs }: BenchSettings): Promise<MessagesReport> {
  const count = Number(process.env["UNDERCLAIM_BENCH_MESSAGES"] ?? 10_000);
  const folders = temporaryFolders(2);
  const [folder = "", peerFolder = ""] = folders.paths;
  const { writes, ...shape } = await shapeOfMessage();
  const rows = Object.values(shape.parts).flat();
  console.error(
    `One message: ${rows.length} rows, ${rows.reduce((sum, { key, text }) => sum + key + text, 0)} bytes; written ${JSON.stringify(writes)}.`,
  );
  const smsc = () => startSmsc({ receiptAfterMs: RECEIPT_AFTER_MS, forgets: true });
  const smscs = await Promise.all([smsc(), smsc()]);
  const at = (store: string, { port }: { readonly port: number }) => [
    store,
    String(port),
    String(count),
  ];
  const ours = await startServer(new URL("./service.ts", import.meta.url), at(folder, smscs[0]));
  const peer = await startServer(new URL("./peer.ts", import.meta.url), [
    ...at(peerFolder, smscs[1]),
    JSON.stringify(shape),
  ]);
  const client = startClient();
  let first = 0;

  async function measure(server: Server): Promise<Measured> {
    await server.ask("begin");
    const begun = performance.now();
    const posted = await client.measure({
      port: server.port,
      connections: CONNECTIONS,
      seconds: LONGEST_SECONDS,
      requests: count,
      source: { kind: "posts", path: "/adapter/actions", body: MESSAGE, first },
    });
    first += count;
    const wrong = Object.keys(posted.statuses).filter((status) => status !== "202");
    if (wrong.length > 0 || posted.count !== count)
      throw new Error(`Not all were answered 202: ${JSON.stringify(posted.statuses)}`);
    await server.ask("finished");
    return { ...posted, seconds: (performance.now() - begun) / 1_000 };
  }

  try {
    await measure(ours);
    await measure(peer);
    const meters = [await costMeter("ours", ours), await costMeter("peer", peer)] as const;
    const report = await alternate(
      "sms",
      pairs,
      () => measure(ours),
      () => measure(peer),
      async () => Number(await ours.ask("rss")),
    );
    await meters[0](report.n);
    await meters[1](report.limit_n);
    const arrived = arrivals(folder);
    if (arrived !== count + report.n)
      throw new Error(`${count + report.n} messages were sent, and ${arrived} have arrived.`);
    return {
      ...report,
      rows_inserted: writes.inserted,
      row_writes: writes.inserted + writes.updated + writes.deleted,
    };
  } finally {
    await Promise.all([client.stop(), ours.stop(), peer.stop()]);
    await Promise.all(smscs.map((each) => each.end()));
    folders.remove();
  }
}

/** Every message has its receipt's event, each of them once. */
function arrivals(folder: string): number {
  const db = new DatabaseSync(join(folder, "store.db"), { readOnly: true });
  const found = db
    .prepare(
      `SELECT count(DISTINCT json_extract(event, '$.coordination_case_id')) AS total FROM ledger
       WHERE json_extract(event, '$.event_type') = 'notification.endpoint.accepted'`,
    )
    .get();
  db.close();
  return Number(found?.["total"]);
}
