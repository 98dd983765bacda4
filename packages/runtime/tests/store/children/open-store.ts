/** Opens the folder in argv[2], says how that went in one line of JSON, and holds it until its input ends. */
import { openSqliteStore } from "../../../src/store/sqlite/index.ts";

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
try {
  const store = await openSqliteStore({ folder: process.argv[2] ?? "" });
  say({ open: true });
  process.stdin.resume().once("end", () => void store.close());
} catch (error) {
  const { code, message, retryable } = error as {
    code?: string;
    message?: string;
    retryable?: boolean;
  };
  say({ open: false, code, message, retryable });
}
