import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Measured, Order } from "./client.ts";

const execArgv = ["--conditions=@underclaim/source"];

export interface Server {
  readonly port: number;
  ask(question: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startServer(module: URL, args: readonly string[]): Promise<Server> {
  const profiled = process.env["UNDERCLAIM_BENCH_PROFILE"];
  const child = fork(module, args, {
    execArgv:
      profiled === undefined ? execArgv : [...execArgv, "--cpu-prof", `--cpu-prof-dir=${profiled}`],
  });
  const [told] = (await once(child, "message")) as [{ port: number }];
  return {
    port: told.port,
    async ask(question) {
      child.send(question);
      const [{ answer }] = (await once(child, "message")) as [{ answer: unknown }];
      return answer;
    },
    stop: () => ended(child),
  };
}

/** What a request costs this server, told on standard error: less noisy than rates where others use the machine. */
export async function costMeter(
  name: string,
  server: Server,
): Promise<(requests: number) => Promise<void>> {
  const cpu = async () => (await server.ask("cpu")) as { main: number; others: number };
  const before = await cpu();
  return async (requests) => {
    const after = await cpu();
    const each = (ms: number) => `${Math.round((ms * 1000) / requests)} µs`;
    const { main, others } = {
      main: after.main - before.main,
      others: after.others - before.others,
    };
    console.error(
      `CPU per request, ${name}: main thread ${each(main)}, other threads ${each(others)}`,
    );
  };
}

export interface Client {
  measure(order: Order): Promise<Measured>;
  stop(): Promise<void>;
}

export function startClient(): Client {
  const child = fork(new URL("./client.ts", import.meta.url), [], { execArgv });
  let answer = Promise.withResolvers<Measured>();
  child.on("message", (measured: Measured) => answer.resolve(measured));
  child.on("exit", (code) => {
    if (code !== 0) answer.reject(new Error("The client has died."));
  });
  return {
    measure(order) {
      answer = Promise.withResolvers();
      child.send(order);
      return answer.promise;
    },
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.disconnect();
  await exited;
}

export interface BenchSettings {
  readonly pairs: number;
  /** Of each measurement. */
  readonly seconds: number;
}

/** The line every bench prints; see docs/operations/performance.md. */
export interface Report {
  readonly bench: string;
  /** Ours per second, median over the pairs. */
  readonly rate: number;
  readonly p99_ms: number;
  /** The limit's or peer's per second, median. */
  readonly limit: number;
  /** Median of the paired ratios. */
  readonly ratio: number;
  /** Smallest and largest paired ratio. */
  readonly spread: readonly [number, number];
  readonly rss_mb: number;
  /** Requests to ours in all. */
  readonly n: number;
  /** Requests to the limit or peer in all. */
  readonly limit_n: number;
  readonly pairs: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};
const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** Alternates ours and theirs; which goes first alternates, too, so that a drift of the machine falls on both. */
export async function alternate(
  bench: string,
  pairs: number,
  ours: (pair: number) => Promise<Measured>,
  theirs: (pair: number) => Promise<Measured>,
  rss: () => Promise<number>,
  third: (pair: number) => Promise<void> = async () => undefined,
): Promise<Report> {
  const mine: Measured[] = [];
  const peers: Measured[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const order = pair % 2 === 0 ? (["mine", "peer"] as const) : (["peer", "mine"] as const);
    for (const who of order) {
      if (who === "mine") mine.push(await ours(pair));
      else peers.push(await theirs(pair));
    }
    await third(pair);
  }
  const rate = ({ count, seconds }: Measured) => count / seconds;
  const ratios = mine.map((each, pair) => rate(each) / rate(peers[pair] as Measured));
  return {
    bench,
    rate: round(median(mine.map(rate))),
    p99_ms: round(median(mine.map(({ p99Ms }) => p99Ms)), 2),
    limit: round(median(peers.map(rate))),
    ratio: round(median(ratios), 3),
    spread: [round(Math.min(...ratios), 3), round(Math.max(...ratios), 3)],
    rss_mb: round((await rss()) / 1_048_576),
    n: mine.reduce((sum, { count }) => sum + count, 0),
    limit_n: peers.reduce((sum, { count }) => sum + count, 0),
    pairs,
  };
}
