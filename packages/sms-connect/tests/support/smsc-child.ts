import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { SmscCommand, SmscProcessOptions, SmscSaid, SmscState } from "./smsc-process.ts";

export interface SmscChild {
  readonly port: number;
  readonly pid: number;
  /** One at a time: each waits for the answer to the one before. */
  tell(command: Exclude<SmscCommand, { do: "state" }>): Promise<readonly (number | "cut")[]>;
  state(): Promise<SmscState>;
  end(): Promise<void>;
}

/** Starts `smsc-process.ts` on a free port. End it when the test is over. */
export async function startSmsc(options: SmscProcessOptions = {}): Promise<SmscChild> {
  const main = fileURLToPath(new URL("smsc-process.ts", import.meta.url));
  const child = spawn(process.execPath, [main, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();

  async function heard(): Promise<SmscSaid> {
    const { value, done } = await said.next();
    if (done === true) throw new Error("The SMSC has ended.");
    return JSON.parse(value) as SmscSaid;
  }

  function ask(command: SmscCommand): Promise<SmscSaid> {
    const answer = last.then(() => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return heard();
    });
    last = answer.catch(() => undefined);
    return answer;
  }

  const first = await heard();
  if (!("listening" in first)) throw new Error("The SMSC did not say where it listens.");
  return {
    port: first.listening,
    pid: child.pid ?? -1,
    async tell(command) {
      const answer = await ask(command);
      return "statuses" in answer ? answer.statuses : [];
    },
    async state() {
      const answer = await ask({ do: "state" });
      if (!("submits" in answer)) throw new Error("The SMSC did not tell its state.");
      return answer;
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
