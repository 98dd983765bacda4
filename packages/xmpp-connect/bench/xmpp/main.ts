import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import type { Measured } from "../../../runtime/bench/lib/client.ts";
import { alternate, type BenchSettings, type Report } from "../../../runtime/bench/lib/pairs.ts";
import { temporaryFolders } from "../../../runtime/bench/lib/temporary-folders.ts";
import { RECIPIENTS, WARM, type Order, type Told } from "./order.ts";

/** Plain JavaScript. */
const TOOLS = new URL("../../../../scripts/test/system-tools.mjs", import.meta.url);
interface Tools {
  readonly findSystemTools: () => Readonly<Record<string, string>>;
}

/** CPU time of another process in µs, where the system tells (Linux). */
function cpuOf(pid: number): number {
  try {
    // proc(5): user and system time are the fields 14 and 15, in hundredths of a second; the second may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return Number.NaN;
  }
}

/** Stanzas on the wire at once. */
const WINDOWS = [256, 32] as const;

interface XmppReport extends Report {
  readonly messages: number;
  /** The same with 32 stanzas on the wire. */
  readonly rate_32: number;
  readonly limit_32: number;
  readonly ratio_32: number;
  readonly spread_32: Report["spread"];
}

/**
 * Messages to receipts on one Prosody. Ours: a full queue on SQLite, each stanza and each receipt durable, until the last
 * receipt is evidence. The peer: @xmpp/client in a loop, nothing kept, until the last receipt has come.
 */
export async function xmpp({ pairs }: BenchSettings): Promise<XmppReport> {
  const messages = Number(process.env["UNDERCLAIM_BENCH_MESSAGES"] ?? 10_000);
  const { findSystemTools } = (await import(TOOLS.href)) as Tools;
  Object.assign(process.env, { ...findSystemTools(), ...process.env });
  const { startProsody } = await import("../../tests/support/prosody.ts");
  const recipients = Array.from({ length: RECIPIENTS }, (_, index) => `ann${index}`);
  const server = await startProsody({
    users: ["ours", "bare", ...recipients],
    contacts: recipients.flatMap((each) => [["ours", each] as const, ["bare", each] as const]),
    // With an archive the server's disk would be measured.
    without: ["mam"],
  });
  const { port, directPort, certificates } = server;
  const at = { port, directPort, caFile: certificates.ca };
  const responder = fork(new URL("./responder.ts", import.meta.url), [JSON.stringify(at)], OPTIONS);
  let rss = 0;
  try {
    await once(responder, "message");
    const against = (window: number): Promise<Report> => {
      const run = async (script: URL): Promise<Measured> => {
        const name = path.basename(script.pathname, ".ts");
        const folders = temporaryFolders(1);
        const [folder = ""] = folders.paths;
        const others = [server.pid, responder.pid ?? 0];
        const before = others.map(cpuOf);
        const told = await measure(script, { ...at, folder, messages, window }).finally(
          folders.remove,
        );
        const [prosody, recipients] = others.map((pid, at) =>
          Math.round((cpuOf(pid) - (before[at] ?? 0)) / (WARM + messages)),
        );
        console.error(
          `${name}, ${window} on the wire: ${Math.round(messages / told.seconds)}/s, CPU ${Math.round((told.cpuMs * 1_000) / messages)} µs a message, Prosody ${prosody}, recipients ${recipients}`,
        );
        if (script === OURS) rss = told.rss;
        return { count: messages, seconds: told.seconds, p99Ms: told.p99Ms, statuses: {} };
      };
      const alternating = [() => run(OURS), () => run(BARE)] as const;
      return alternate("xmpp", pairs, ...alternating, async () => rss);
    };
    const [wide, narrow] = WINDOWS;
    const report = await against(wide);
    const { rate, limit, ratio, spread } = await against(narrow);
    return {
      ...report,
      messages,
      rate_32: rate,
      limit_32: limit,
      ratio_32: ratio,
      spread_32: spread,
    };
  } finally {
    responder.kill();
    await server.stop();
  }
}

const OURS = new URL("./ours.ts", import.meta.url);
const BARE = new URL("./bare.ts", import.meta.url);
const OPTIONS = { execArgv: ["--conditions=@underclaim/source"] };

/** One process, one account, one measurement. */
async function measure(script: URL, order: Order): Promise<Told> {
  const profiled = process.env["UNDERCLAIM_BENCH_PROFILE"];
  const profile = profiled === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profiled}`];
  const child = fork(script, [JSON.stringify(order)], {
    execArgv: [...OPTIONS.execArgv, ...profile],
    // For the bare library, which has no option for it.
    env: { ...process.env, NODE_EXTRA_CA_CERTS: order.caFile },
  });
  const ended = once(child, "exit").then(() =>
    Promise.reject(new Error(`${script.pathname} has died.`)),
  );
  ended.catch(() => undefined);
  const [told] = (await Promise.race([once(child, "message"), ended])) as [Told];
  return told;
}
