/** What `rss-connect logs` does, once for each message, which names the log. */
import process from "node:process";
import { askService } from "../../src/logs/ask-service.ts";
import { sendLog } from "../../src/logs/send.ts";

/** A tenth of the log has been taken in, or all of it: the command's CPU time in ms, its resident memory in MB. */
export type Handed =
  | { readonly tenth: number }
  | { readonly lines: number; readonly cpuMs: number; readonly rss: number };

const { file, address } = JSON.parse(process.argv[2] ?? "{}") as { file: string; address: string };

async function handIn(source: string): Promise<Handed> {
  let tenths = 0;
  const before = process.cpuUsage();
  const { sums } = await sendLog({
    file,
    format: "nginx",
    service: address,
    apiKey: null,
    source,
    ask: askService,
    wait: async () => undefined,
    onProgress({ read, total }) {
      while (read / total >= (tenths + 1) / 10) process.send?.({ tenth: (tenths += 1) });
    },
  });
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1_000;
  return {
    lines: sums["lines"] ?? 0,
    cpuMs,
    rss: Math.round(process.memoryUsage.rss() / 1_048_576),
  };
}

process.on("message", (source: string) => {
  void handIn(source).then((handed) => process.send?.(handed));
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
