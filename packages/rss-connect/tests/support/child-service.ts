import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { EvidenceEvent } from "@underclaim/contract";
import { until } from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";

export interface ChildService {
  /** Such as http://127.0.0.1:41234; rejects where the process ends before it listens. */
  readonly listening: Promise<string>;
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly uid?: number;
  /** The working directory. */
  readonly cwd?: string;
}

/** An app of this repository as it is really started, on a free port, with nothing of the test's own environment. */
export function startApp(app: "rss-connect" | "sandbox", options: ChildOptions = {}): ChildService {
  const main = fileURLToPath(new URL(`../../../../apps/${app}/src/main.ts`, import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=@underclaim/source", main, ...(options.args ?? [])],
    {
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        ...options.env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    },
  );
  const said = { stdout: "", stderr: "" };
  const ended = (once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>).then(
    ([code, signal]) => ({ code, signal }),
  );
  const listening = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (said.stderr += text));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said.stdout)?.[0];
      if (address !== undefined) resolve(address);
    });
    void ended.then(({ code }) =>
      reject(new Error(`The service ended with ${code}: ${said.stderr}`)),
    );
  });
  listening.catch(() => undefined);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    listening,
    pid: child.pid ?? -1,
    ended,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    kill: (signal) => void child.kill(signal),
  };
}

export const post = async <T = Record<string, unknown>>(
  url: string,
  body: unknown,
): Promise<{ status: number; body: T }> => {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: (await reply.json()) as T };
};

export const getJson = async <T = Record<string, unknown>>(url: string): Promise<T> =>
  (await (await fetch(url)).json()) as T;

export const eventsOf = async (address: string): Promise<EvidenceEvent[]> =>
  (await getJson<{ events: EvidenceEvent[] }>(`${address}/adapter/events?limit=1000`)).events;

/** Polls the ledger, as an engine does, until it says what is waited for. */
export async function eventsUntil(
  address: string,
  enough: (events: readonly EvidenceEvent[]) => boolean,
): Promise<EvidenceEvent[]> {
  let events: EvidenceEvent[] = [];
  await until(async () => enough((events = await eventsOf(address))));
  return events;
}
