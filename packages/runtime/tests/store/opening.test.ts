import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
  existsSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../../src/errors.ts";
import { openSqliteStore } from "../../src/store/sqlite/index.ts";
import { temporaryFolder } from "./temporary-store.ts";

const NOBODY = 65534;
const script = fileURLToPath(new URL("children/open-store.ts", import.meta.url));

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

async function refusal(at = folder): Promise<StoreUnavailableError> {
  const opened = openSqliteStore({ folder: at });
  const error = await opened.then(
    async (store) => (await store.close(), null),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreUnavailableError);
  return error as StoreUnavailableError;
}

async function filled(events: number): Promise<string> {
  const store = await openSqliteStore({ folder });
  const text = JSON.stringify("x".repeat(900));
  await store.commit("t", {
    guards: [],
    evidence: Array.from({ length: events }, (_, n) => ({ id: `e${n}`, subject: "s", text })),
  });
  await store.close();
  return join(folder, "store.db");
}

function damage(path: string): void {
  const file = openSync(path, "r+");
  const rest = statSync(path).size - 8192;
  writeSync(file, Buffer.alloc(rest, 0x5a), 0, rest, 8192);
  closeSync(file);
}

/** As another user where this one may do anything, so that permissions count. */
function openInChild(at: string, asNobody = false) {
  const child = spawn(process.execPath, ["--conditions=@underclaim/source", script, at], {
    stdio: ["pipe", "pipe", "inherit"],
    ...(asNobody ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  interface Said {
    open: boolean;
    code?: string;
    message?: string;
    retryable?: boolean;
  }
  const said = new Promise<Said>((resolve) =>
    createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line) as Said)),
  );
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return { child, said, ended };
}

describe("opening refuses, naming the path and what to do,", () => {
  it("a folder whose parent is missing", async () => {
    const error = await refusal(join(folder, "no", "such"));
    expect(error.message).toContain(join(folder, "no"));
    expect(error.message).toMatch(/Create it/);
    expect(error.retryable).toBe(false);
  });

  it("a folder whose parent is missing beside the working directory, whose name begins like it", async () => {
    const beside = `${process.cwd()}-beside-${process.pid}`;
    expect((await refusal(join(beside, "data"))).message).toMatch(/Create it/);
  });

  it.runIf(existsSync("/proc/self"))("a folder that takes no folders, at once", async () => {
    expect((await refusal("/proc/none-of-ours")).message).toContain("/proc/none-of-ours");
  });

  it("a path that is a file", async () => {
    writeFileSync(join(folder, "file"), "x");
    expect((await refusal(join(folder, "file"))).message).toMatch(/is a file, not a folder/);
  });

  it("a folder it cannot write in", async () => {
    const readOnly = join(folder, "read-only");
    mkdirSync(readOnly);
    chmodSync(readOnly, 0o555);
    chmodSync(folder, 0o755);
    const { child, said, ended } = openInChild(readOnly, process.getuid?.() === 0);
    const answer = await said;
    child.stdin.end();
    await ended;
    expect(answer).toMatchObject({ open: false, code: "store_unavailable", retryable: false });
    expect(answer.message).toContain(readOnly);
    expect(answer.message).toMatch(/cannot be written by this user/);
  });

  it("what is not a database", async () => {
    writeFileSync(join(folder, "store.db"), "not a database ".repeat(1000));
    const error = await refusal();
    expect(error.message).toMatch(/store\.db is not a database.*restore/);
    expect(error.retryable).toBe(false);
  });

  it("a damaged database", async () => {
    damage(await filled(200));
    const error = await refusal();
    expect(error.message).toMatch(/store\.db is damaged.*backup/s);
    expect(error.retryable).toBe(false);
  });

  it("another program's database", async () => {
    const db = new DatabaseSync(join(folder, "store.db"));
    db.exec("CREATE TABLE theirs (x)");
    db.close();
    expect((await refusal()).message).toMatch(/database of another program/);
  });

  it("a schema newer than it knows", async () => {
    const db = new DatabaseSync(await filled(1));
    db.exec("PRAGMA user_version = 99");
    db.close();
    expect((await refusal()).message).toMatch(/schema version 99, this program knows 5/);
  });

  it("a database that another program has locked", async () => {
    const other = new DatabaseSync(await filled(1));
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM raws; COMMIT");
    const error = await refusal();
    expect(error.message).toMatch(/store\.db is locked by another program/);
    expect(error.retryable).toBe(true);
    other.close();
    await (await openSqliteStore({ folder })).close();
  });

  it("a folder that this process has open already", async () => {
    const store = await openSqliteStore({ folder });
    expect((await refusal()).message).toContain(`${folder} is in use by another process`);
    await store.close();
    await (await openSqliteStore({ folder })).close();
  });

  it("a folder that another process has open, until that process is gone, however it went", async () => {
    const { child, said, ended } = openInChild(folder);
    expect(await said).toEqual({ open: true });
    const error = await refusal();
    expect(error.message).toContain(`${folder} is in use by another process`);
    expect(error.retryable).toBe(false);
    child.kill("SIGKILL");
    await ended;
    await (await openSqliteStore({ folder })).close();
  });
});

describe("an open store", () => {
  it("makes the last step of its path", async () => {
    const store = await openSqliteStore({ folder: join(folder, "new") });
    await store.close();
    expect(statSync(join(folder, "new", "store.db")).isFile()).toBe(true);
  });

  it("says so when its file is damaged while it runs", async () => {
    const path = await filled(200);
    const store = await openSqliteStore({ folder });
    damage(path);
    const error: unknown = await store.page("t", 0, 100).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((error as StoreUnavailableError).message).toMatch(/store\.db is damaged/);
    await store.close();
  });

  it("rejects while another program holds the write lock, and goes on after", async () => {
    const store = await openSqliteStore({ folder });
    const commit = () => store.commit("t", { guards: [], docs: [{ put: ["d"], text: "{}" }] });
    const other = new DatabaseSync(join(folder, "store.db"));
    other.exec("BEGIN IMMEDIATE");
    await expect(commit()).rejects.toMatchObject({ code: "store_unavailable", retryable: true });
    other.exec("ROLLBACK");
    other.close();
    expect((await commit()).ok).toBe(true);
    await store.close();
  });
});
