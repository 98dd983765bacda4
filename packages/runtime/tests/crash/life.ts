import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One process of the adapter. */
export interface Life {
  readonly url: string;
  /** How it ended; resolves when it has. */
  readonly ended: Promise<string | null>;
  kill(): void;
}

const script = fileURLToPath(new URL("./child.ts", import.meta.url));

/** Starts a process that kills itself at `point:n`. Null: it was killed before it had an address. */
export async function beginLife(
  folder: string,
  providerUrl: string,
  at: string,
): Promise<Life | { readonly url: null; readonly ended: Promise<string | null> }> {
  const child = spawn(
    process.execPath,
    ["--conditions=@underclaim/source", script, folder, providerUrl],
    {
      env: {
        ...process.env,
        UNDERCLAIM_CRASH_AT: at,
        NODE_COMPILE_CACHE: join(tmpdir(), "underclaim-crash-compiled"),
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = once(child, "exit").then(([code, signal]: (string | number | null)[]) => {
    if (code !== null) throw new Error(`The child at ${at} exited with ${code}.`);
    return typeof signal === "string" ? signal : null;
  });
  const said = once(child.stdout, "data").then(([chunk]: Buffer[]) => String(chunk).trim());
  const url = await Promise.race([said, ended.then(() => null)]);
  return url === null ? { url, ended } : { url, ended, kill: () => void child.kill("SIGKILL") };
}
