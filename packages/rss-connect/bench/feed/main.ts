import { writeFileSync } from "node:fs";
import { join } from "node:path";
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
import { PATH, type VariantName, type Variants } from "./variants.ts";

const CONNECTIONS = 16;
const NAMES: readonly VariantName[] = ["whole", "gzip", "unchanged"];

/**
 * A feed of 50 items as its readers ask for it: whole, packed, and unchanged (304), with every fetch observed; against
 * `peer.ts`. The line is that of the variant with the lowest ratio; the others stand beside it.
 */
export async function feed({
  pairs,
  seconds,
}: BenchSettings): Promise<Report & { variants: object }> {
  const folders = temporaryFolders(1);
  const [folder = ""] = folders.paths;
  const ours = await startServer(new URL("./ours.ts", import.meta.url), [folder]);
  const variants = (await ours.ask("variants")) as Variants;
  const told = join(folder, "variants.json");
  writeFileSync(told, JSON.stringify(variants));
  const peer = await startServer(new URL("./peer.ts", import.meta.url), [told]);
  const client = startClient();
  const measure = async (
    server: Server,
    name: VariantName,
    length = seconds,
  ): Promise<Measured> => {
    const { asks, answer } = variants[name];
    const measured = await client.measure({
      port: server.port,
      connections: CONNECTIONS,
      seconds: length,
      source: { kind: "gets", path: PATH, headers: asks },
    });
    const wrong = Object.keys(measured.statuses).filter(
      (status) => status !== String(answer.status),
    );
    if (wrong.length > 0)
      throw new Error(`Answers to ${name}: ${JSON.stringify(measured.statuses)}`);
    return measured;
  };
  try {
    const reports: Report[] = [];
    for (const name of NAMES) {
      await measure(ours, name, 1);
      await measure(peer, name, 1);
      const meters = [
        await costMeter(`ours, ${name}`, ours),
        await costMeter(`peer, ${name}`, peer),
      ] as const;
      const report = await alternate(
        `feed ${name}`,
        pairs,
        () => measure(ours, name),
        () => measure(peer, name),
        async () => Number(await ours.ask("rss")),
      );
      await meters[0](report.n);
      await meters[1](report.limit_n);
      reports.push(report);
    }
    const [worst] = reports.toSorted((a, b) => a.ratio - b.ratio);
    if (worst === undefined) throw new Error("Nothing was measured.");
    const variantsOf = reports.map(({ bench, rate, ratio, limit }) => ({
      bench,
      rate,
      limit,
      ratio,
    }));
    return { ...worst, bench: "feed", variants: variantsOf };
  } finally {
    await Promise.all([client.stop(), ours.stop(), peer.stop()]);
    folders.remove();
  }
}
