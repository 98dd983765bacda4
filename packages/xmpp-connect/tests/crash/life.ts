import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { DeskOptions } from "../support/desk-service.ts";

export interface Life {
  /** null: it was killed before it had one. */
  readonly url: string | null;
  readonly ended: Promise<void>;
  kill(): void;
}

const script = fileURLToPath(new URL("./child.ts", import.meta.url));

/** @param at `point:n`, where the process kills itself; "" never */
export async function beginLife(folder: string, at: string, desk: DeskOptions): Promise<Life> {
  const child = spawn(
    process.execPath,
    ["--conditions=@underclaim/source", script, JSON.stringify({ folder, at, desk })],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "exit").then(([code]: (number | null)[]) => {
    if (code !== null) throw new Error(`The child at ${at} exited with ${code}.`);
  });
  const said = once(child.stdout, "data").then(([chunk]: Buffer[]) => String(chunk).trim());
  const url = await Promise.race([said, ended.then(() => null)]);
  return { url, ended, kill: () => void child.kill("SIGKILL") };
}

export const request = (key: string, to: string): string =>
  JSON.stringify({
    request_id: `req-${key}`,
    action_type: "notification.send",
    coordination_case_id: `case-${key}`,
    target_endpoint: { endpoint_type: "bare_jid", value: to },
    content: { body_text: key },
    tracking_context: { correlation_id: `corr-${key}`, coordination_case_id: `case-${key}` },
    idempotency_key: key,
    requested_at: "2026-01-01T00:00:00Z",
  });

/** Posts them all at once. What fails because the process has died has no answer. */
export async function postAll(
  url: string,
  keys: readonly string[],
  to: string,
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  await Promise.all(
    keys.map(async (key) => {
      try {
        const answer = await fetch(`${url}/adapter/actions`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: request(key, to),
        });
        if (answer.status === 202) answers.set(key, await answer.text());
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }),
  );
  return answers;
}
