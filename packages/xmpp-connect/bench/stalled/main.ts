import { fork } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

/** Plain JavaScript. */
const TOOLS = new URL("../../../../scripts/test/system-tools.mjs", import.meta.url);
interface Tools {
  readonly findSystemTools: () => Readonly<Record<string, string>>;
}

export interface Told {
  /** In use beyond what was before, after a collection of garbage, during the stall. */
  readonly held_mb: number;
  /** Resident memory beyond what it was before, at its highest. */
  readonly grown_mb: number;
  readonly rss_mb: number;
  /** What became of them. */
  readonly unknown: number;
  readonly not_sent: number;
}

export interface Order {
  readonly messages: number;
  readonly bytes: number;
}

/** What an account holds in memory while its server reads nothing, and so many messages are to be sent. No peer: a bound. */
export async function stalled(): Promise<object> {
  const { findSystemTools } = (await import(TOOLS.href)) as Tools;
  const order: Order = {
    messages: Number(process.env["UNDERCLAIM_BENCH_MESSAGES"] ?? 40_000),
    bytes: Number(process.env["UNDERCLAIM_BENCH_BYTES"] ?? 1_000),
  };
  const child = fork(new URL("./child.ts", import.meta.url), [JSON.stringify(order)], {
    execArgv: ["--conditions=@underclaim/source", "--expose-gc"],
    env: { ...findSystemTools(), ...process.env },
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("It has died.")));
  ended.catch(() => undefined);
  const [told] = (await Promise.race([once(child, "message"), ended])) as [Told];
  return { bench: "stalled", ...order, ...told };
}
