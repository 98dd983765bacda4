import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Measured } from "../../../runtime/bench/lib/client.ts";
import {
  alternate,
  startServer,
  type BenchSettings,
  type Report,
} from "../../../runtime/bench/lib/pairs.ts";
import { temporaryFolders } from "../../../runtime/bench/lib/temporary-folders.ts";

interface Round {
  readonly seconds: number;
  readonly lines: number;
  /** Of ours: the service's CPU time in ms, and what the command took. */
  readonly cpu?: { readonly all: number; readonly main: number };
  readonly command?: { readonly cpuMs: number; readonly rss: number };
  /** The service's resident memory at tenths of the log, in MB. */
  readonly marks: readonly number[];
}

interface LogsReport extends Report {
  readonly lines: number;
  readonly marks: readonly number[];
  /** The last mark over the first. */
  readonly growth: number;
}

/**
 * An access log from the first byte to durable evidence, over HTTP as the command hands it in, against node:readline over the
 * same file, which counts its lines.
 */
export async function logs({ pairs }: BenchSettings): Promise<LogsReport> {
  const lines = Number(process.env["UNDERCLAIM_BENCH_LINES"] ?? 2_000_000);
  const folders = temporaryFolders(1);
  const [folder = ""] = folders.paths;
  const file = join(folder, "access.log");
  writeLog(file, lines, 0);
  const order = JSON.stringify({ file, folder });
  const ours = await startServer(new URL("./ours.ts", import.meta.url), [order]);
  const bare = await startServer(new URL("./bare.ts", import.meta.url), [order]);
  let marks: readonly number[] = [];
  let written = 0;
  const measure =
    (name: string, server: typeof ours) =>
    async (pair: number): Promise<Measured> => {
      // Another day for each pair: evidence that is there already would cost less.
      if (pair !== written) writeLog(file, lines, (written = pair));
      const round = (await server.ask("round")) as Round;
      if (round.lines !== lines) throw new Error(`${name} read ${round.lines} lines of ${lines}.`);
      console.error(`${name}: ${Math.round(lines / round.seconds)} lines/s${costOf(round)}`);
      if (server === ours) marks = round.marks;
      return { count: lines, seconds: round.seconds, p99Ms: Number.NaN, statuses: {} };
    };
  try {
    const report = await alternate(
      "logs",
      pairs,
      measure("ours", ours),
      measure("bare", bare),
      async () => (marks.at(-1) ?? 0) * 1_048_576,
    );
    const growth = Number(((marks.at(-1) ?? 0) / (marks[0] ?? 1)).toFixed(2));
    return { ...report, lines, marks, growth };
  } finally {
    await ours.stop();
    await bare.stop();
    folders.remove();
  }
}

function costOf({ lines, cpu, command }: Round): string {
  if (cpu === undefined || command === undefined) return "";
  const each = (ms: number): string => `${Math.round((ms * 1_000_000) / lines)} ns`;
  return `; CPU per line: service ${each(cpu.main)} in the main thread, ${each(cpu.all - cpu.main)} in others, command ${each(command.cpuMs)} and ${command.rss} MB`;
}

const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "newsboat/2.21.0 (Linux x86_64)",
  "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "curl/8.5.0",
];

/** Every other line is of a feed; a day of lines, evenly. */
function writeLog(path: string, lines: number, day: number): void {
  const two = (number: number): string => String(number).padStart(2, "0");
  const date = two(1 + (day % 31));
  const file = openSync(path, "w");
  let held = "";
  for (let index = 0; index < lines; index += 1) {
    const second = Math.floor((index / lines) * 86_400);
    const time = `${date}/Jan/2026:${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)} +0000`;
    const target =
      index % 2 === 0 ? `/feed-${index % 20}.xml` : `/assets/${index % 1_000}.css?v=${index}`;
    const status = index % 6 === 0 ? 304 : 200;
    const client = `198.51.100.${index % 256}`;
    // Every feed has every one of them.
    const agent = AGENTS[Math.floor(index / 20) % AGENTS.length];
    held += `${client} - - [${time}] "GET ${target} HTTP/1.1" ${status} 5120 "-" "${agent}"\n`;
    if (held.length > 1_000_000) {
      writeSync(file, held);
      held = "";
    }
  }
  writeSync(file, held);
  // Nothing of it is left to be written while it is read.
  fsyncSync(file);
  closeSync(file);
}
