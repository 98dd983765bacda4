import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** One process of the service, from its start until it is killed. */
export interface Life {
  /** Such as http://127.0.0.1:41234. Nobody listens there where it died before. */
  readonly url: string;
  /** The signal that ended it; rejects where it ended by itself. */
  readonly ended: Promise<string>;
  kill(): void;
}

const APP = fileURLToPath(new URL("../../../../apps/sms-connect/src/main.ts", import.meta.url));
const CHILD = fileURLToPath(new URL("../crash/child.ts", import.meta.url));

const NOWHERE = "http://127.0.0.1:1";

/**
 * Resolves when it listens, on a free port.
 *
 * @param configuration a file
 * @param killAt `point:n`: the service is composed by `crash/child.ts` and kills itself there. Absent: the app as it is
 */
export async function beginLife(configuration: string, killAt?: string): Promise<Life> {
  const script = killAt === undefined ? APP : CHILD;
  const child = spawn(
    process.execPath,
    ["--conditions=@underclaim/source", script, "--config", configuration],
    {
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: join(tmpdir(), "underclaim-crash-compiled"),
        ...(killAt === undefined ? {} : { CRASH_AT: killAt }),
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = once(child, "close").then(([code, signal]: (string | number | null)[]) => {
    if (typeof signal === "string") return signal;
    throw new Error(`The service ended with ${code}: ${said}`);
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended.catch(() => undefined);
  });
  let said = "";
  const listening = new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
  });
  const url = await Promise.race([listening, ended.then(() => NOWHERE)]);
  return { url, ended, kill: () => void child.kill("SIGKILL") };
}

/** A configuration on a data folder of its own, both cleared away after the test. Returns the file. */
export function configurationFile(settings: object): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-sms-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "service.json");
  const data = join(folder, "data");
  writeFileSync(file, JSON.stringify({ listen: { port: 0 }, data, ...settings }));
  return file;
}
