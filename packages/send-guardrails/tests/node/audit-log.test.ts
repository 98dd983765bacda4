import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  writeSync,
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { chain, derivedKey, GENESIS, requestSend, type ChainedEntry } from "../../src/index.ts";
import { auditDisk } from "../../src/node/audit-files.ts";
import { ANN, folderFor, makeDesk, request, type Desk } from "../support.ts";

const logPath = ({ folder }: Desk): string => join(folder, "audit/log.jsonl");
const send = ({ guards }: Desk, body = "Hello.") => requestSend(guards, request(ANN, body));
const again = (desk: Desk, more: Parameters<typeof makeDesk>[0] = {}): Desk => {
  desk.stores.close();
  return makeDesk({ folder: desk.folder, time: desk.time, ...more });
};
const wide = { limits: { perMinute: 99, perHour: 99, perContactPerHour: 99, cooldownMs: 0 } };
const withLines = async (count: number): Promise<Desk> => {
  const desk = makeDesk({ settings: wide });
  for (let index = 0; index < count; index += 1) await send(desk, `Hello ${index}.`);
  return desk;
};

/** As after a crash between the line that began a new file and its anchor. */
async function crashedAfterRename(): Promise<Desk> {
  const desk = await withLines(1);
  const anchor = join(desk.folder, "state/audit-anchor.db");
  const before = readFileSync(anchor);
  desk.time.pass(25 * 3_600_000);
  await send(desk, "Hello 1.");
  desk.stores.close();
  writeFileSync(anchor, before);
  return desk;
}

describe("a crash while a new file is begun", () => {
  test("is recovered from: the lines of both files are there, and it goes on", async () => {
    const crashed = await crashedAfterRename();
    const desk = makeDesk({ folder: crashed.folder, time: crashed.time });
    expect(desk.stores.problem).toBeNull();
    expect(desk.stores.verify().entries).toHaveLength(4);
    expect((await send(desk)).status).toBe("settled");
    expect(again(desk).stores.verify()).toMatchObject({ problem: null });
  });

  test("that tore the new file is mended by repair, and by nothing less", async () => {
    const crashed = await crashedAfterRename();
    const path = logPath(crashed);
    truncateSync(path, statSync(path).size - 5);
    const desk = makeDesk({ folder: crashed.folder, time: crashed.time });
    expect(desk.stores.verify().torn).toBe(true);
    expect((await send(desk)).status).toBe("denied");
    desk.stores.repair();
    const repaired = again(desk);
    expect(repaired.stores.problem).toBeNull();
    expect((await send(repaired)).status).toBe("settled");
  });
});

test("a line that another process is writing is neither taken for torn nor cut off", async () => {
  const desk = await withLines(1);
  const child = spawn(
    process.execPath,
    [
      "--conditions=@underclaim/source",
      "--no-warnings",
      fileURLToPath(new URL("./slow-append.child.ts", import.meta.url)),
      desk.folder,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const closed = once(child, "close");
  await once(child.stdout, "data");
  expect(desk.stores.repair()).toBeNull();
  await closed;
  expect(desk.stores.verify()).toMatchObject({ problem: null });
  expect(desk.stores.verify().entries).toHaveLength(3);
});

describe("nothing is sent", () => {
  const failing = (code: string) => ({
    ...auditDisk,
    write: () => {
      throw Object.assign(new Error(`${code}: body of the message`), { code });
    },
  });

  test.each(["ENOSPC", "EACCES", "EROFS", "EIO"])(
    "where writing the audit fails with %s",
    async (code) => {
      const desk = makeDesk({ disk: failing(code) });
      const answer = await send(desk);
      expect(answer).toMatchObject({ status: "denied", reason: "audit_unavailable" });
      expect(JSON.stringify(answer)).not.toContain("body of");
      expect(desk.sent).toEqual([]);
    },
  );

  test("where half a line was written and then the disk was full; the half is taken back", async () => {
    let full = true;
    const desk = makeDesk({
      disk: {
        ...auditDisk,
        write(descriptor, bytes) {
          if (!full) return auditDisk.write(descriptor, bytes);
          auditDisk.write(descriptor, bytes.subarray(0, 20));
          throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
        },
      },
    });
    expect(await send(desk)).toMatchObject({ reason: "audit_unavailable" });
    full = false;
    expect(await send(desk)).toMatchObject({ status: "settled" });
    expect(desk.stores.verify().problem).toBeNull();
    expect(desk.sent).toHaveLength(1);
  });

  test.skipIf(!existsSync("/dev/full"))("on a device that is really full", async () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const desk = makeDesk({
      disk: { ...auditDisk, write: (_descriptor, bytes) => writeSync(full, bytes) },
    });
    expect(await send(desk)).toMatchObject({
      reason: "audit_unavailable",
      message: expect.stringContaining("ENOSPC"),
    });
    expect(desk.sent).toEqual([]);
  });

  test("where making it durable fails", async () => {
    const desk = makeDesk({
      disk: {
        ...auditDisk,
        sync: () => {
          throw Object.assign(new Error("EIO"), { code: "EIO" });
        },
      },
    });
    expect(await send(desk)).toMatchObject({ reason: "audit_unavailable" });
    expect(desk.sent).toEqual([]);
  });

  test("where the log is a link, has a second name, may be read by others, or is another user's", async () => {
    const spoilers: readonly ((path: string) => void)[] = [
      (path) => {
        renameSync(path, `${path}.elsewhere`);
        symlinkSync(`${path}.elsewhere`, path);
      },
      (path) => linkSync(path, `${path}.second`),
      (path) => chmodSync(path, 0o644),
      (path) => chmodSync(join(path, ".."), 0o755),
      // Only root can give a file away.
      ...(process.geteuid?.() === 0 ? [(path: string) => chownSync(path, 12_345, 12_345)] : []),
    ];
    for (const spoil of spoilers) {
      const desk = await withLines(1);
      spoil(logPath(desk));
      expect(await send(desk, "after")).toMatchObject({ reason: "audit_unavailable" });
      expect(desk.sent).toHaveLength(1);
    }
  });

  test("after a tail was torn, until it is repaired; the torn end is kept aside", async () => {
    const desk = await withLines(2);
    appendFileSync(logPath(desk), '{"seq":5,"timest');
    expect(await send(desk)).toMatchObject({ reason: "audit_unavailable" });
    const restarted = again(desk);
    expect(restarted.stores.problem).not.toBeNull();
    expect(await send(restarted)).toMatchObject({ reason: "audit_unavailable" });
    const aside = restarted.stores.repair() ?? "";
    expect(readFileSync(aside, "utf8")).toBe('{"seq":5,"timest');
    expect(statSync(aside).mode & 0o777).toBe(0o600);
    const repaired = again(restarted);
    expect(repaired.stores.problem).toBeNull();
    expect(await send(repaired)).toMatchObject({ status: "settled" });
  });

  test("at once after lines were cut off or the log is gone, not only after a restart", async () => {
    for (const spoil of [
      (path: string) => truncateSync(path, 100),
      (path: string) => rmSync(path),
    ]) {
      const desk = await withLines(2);
      spoil(logPath(desk));
      expect(await send(desk, "after")).toMatchObject({ reason: "audit_unavailable" });
      expect(desk.sent).toHaveLength(2);
    }
  });

  test("where there is a log and no anchor", () => {
    const folder = folderFor();
    mkdirSync(join(folder, "audit"), { mode: 0o700 });
    writeFileSync(join(folder, "audit/log.jsonl"), "{}\n", { mode: 0o600 });
    expect(makeDesk({ folder }).stores.problem).toMatch(/no anchor/);
  });
});

describe("verify finds", () => {
  const lines = (desk: Desk): string[] => readFileSync(logPath(desk), "utf8").trimEnd().split("\n");
  const rewrite = (desk: Desk, all: readonly string[]): void =>
    writeFileSync(logPath(desk), all.map((line) => `${line}\n`).join(""));

  const changes: readonly (readonly [string, (all: string[]) => string[]])[] = [
    [
      "an edit",
      (all) => all.map((line, index) => (index === 1 ? line.replace("ann@", "eve@") : line)),
    ],
    ["a deletion", (all) => all.toSpliced(2, 1)],
    ["a reordering", (all) => [all[1] ?? "", all[0] ?? "", ...all.slice(2)]],
    ["a truncation", (all) => all.slice(0, -1)],
    ["everything gone", () => []],
    ["an addition", (all) => [...all, all.at(-1) ?? ""]],
    [
      "another spacing",
      (all) => all.map((line, index) => (index === 0 ? line.replace(",", ", ") : line)),
    ],
  ];
  test.each(changes)("%s, and nothing is sent after a restart", async (_name, change) => {
    const desk = await withLines(3);
    expect(desk.stores.verify()).toMatchObject({ problem: null, torn: false });
    rewrite(desk, change(lines(desk)));
    expect(desk.stores.verify().problem).not.toBeNull();
    const restarted = again(desk);
    expect(await send(restarted)).toMatchObject({ reason: "audit_unavailable" });
    expect(restarted.stores.repair()).toBeNull();
  });

  test("a log that was written anew with its key, but without its anchor", async () => {
    const desk = await withLines(2);
    const key = derivedKey(readFileSync(join(desk.folder, "state/key")), "audit chain");
    let head = { seq: 0, hash: GENESIS };
    const rewritten = lines(desk).map((line) => {
      const { seq: _seq, prev: _prev, hash: _hash, ...entry } = JSON.parse(line) as ChainedEntry;
      const next = chain(key, head, { ...entry, to: entry.to.replace("ann", "eve") });
      head = next.head;
      return next.line.trimEnd();
    });
    rewrite(desk, rewritten);
    expect(desk.stores.verify().problem).not.toBeNull();
  });

  test("any change of any byte", async () => {
    const desk = await withLines(2);
    const whole = readFileSync(logPath(desk));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(whole);
        changed[at] = ((changed[at] ?? 0) + by) % 256;
        writeFileSync(logPath(desk), changed);
        expect(desk.stores.verify().problem).not.toBeNull();
      }),
      { seed: 7, numRuns: 200 },
    );
    writeFileSync(logPath(desk), whole);
    expect(desk.stores.verify().problem).toBeNull();
  });
});

describe("a process that ends in the middle", () => {
  /** Dies at the send: its promise never settles. */
  const dying = (): { desk: Desk; atSend: Promise<void> } => {
    const reached = Promise.withResolvers<void>();
    const desk = makeDesk({
      pid: 2 ** 22 + 1,
      outcome: () => {
        reached.resolve();
        return new Promise(() => undefined);
      },
    });
    return { desk, atSend: reached.promise };
  };

  test("leaves an intent that becomes unknown after a restart and is not sent again", async () => {
    const { desk, atSend } = dying();
    void send(desk);
    await atSend;
    const restarted = again(desk);
    const { entries, problem } = restarted.stores.verify();
    expect(problem).toBeNull();
    expect(entries.map(({ result }) => result)).toEqual(["intent", "unknown"]);
    expect(restarted.guards.messages.list(["unknown"])).toMatchObject([{ body: null }]);
    expect(restarted.sent).toEqual([]);
    const third = again(restarted);
    expect(third.stores.verify().entries).toHaveLength(2);
  });

  test("or cannot write what became of it: the send stands, nothing more is sent, and it ends as unknown", async () => {
    let writes = 0;
    const desk = makeDesk({
      pid: 2 ** 22 + 1,
      settings: wide,
      disk: {
        ...auditDisk,
        write(descriptor, bytes) {
          writes += 1;
          if (writes > 1) throw Object.assign(new Error("EIO"), { code: "EIO" });
          return auditDisk.write(descriptor, bytes);
        },
      },
    });
    expect(await send(desk)).toMatchObject({ status: "settled", message: { state: "accepted" } });
    expect(await send(desk, "More.")).toMatchObject({ reason: "audit_unavailable" });
    expect(desk.sent).toHaveLength(1);
    const { entries } = again(desk).stores.verify();
    expect(entries.map(({ result }) => result)).toEqual(["intent", "unknown"]);
  });

  test("is not taken for dead while it lives", async () => {
    const reached = Promise.withResolvers<void>();
    const desk = makeDesk({
      pid: process.ppid,
      outcome: () => {
        reached.resolve();
        return new Promise(() => undefined);
      },
    });
    void send(desk);
    await reached.promise;
    const other = makeDesk({ folder: desk.folder, time: desk.time });
    expect(other.stores.verify().entries.map(({ result }) => result)).toEqual(["intent"]);
  });
});

describe("retention", () => {
  test("old lines go by whole closed segments, and the chain still holds", async () => {
    const desk = makeDesk({ settings: wide });
    for (let day = 0; day < 100; day += 10) {
      await send(desk, `Day ${day}`);
      desk.time.pass(10 * 86_400_000);
    }
    await send(desk, "Last");
    const report = desk.stores.verify();
    expect(report.problem).toBeNull();
    expect(report.entries[0]?.seq).toBeGreaterThan(1);
    expect(Date.parse(report.entries[0]?.timestamp ?? "")).toBeGreaterThanOrEqual(
      desk.time.wallMs - 90 * 86_400_000,
    );
    const files = readdirSync(join(desk.folder, "audit"));
    expect(files.length).toBeLessThan(11);
    expect(again(desk).stores.problem).toBeNull();
  });

  test("a crash between closing a segment and saying so is mended", async () => {
    const desk = await withLines(1);
    renameSync(logPath(desk), `${logPath(desk)}.${"2".padStart(12, "0")}`);
    expect(desk.stores.verify().problem).toBeNull();
    expect(await send(desk, "next")).toMatchObject({ status: "settled" });
    expect(desk.stores.verify()).toMatchObject({ problem: null });
    expect(desk.stores.verify().entries).toHaveLength(4);
  });
});

test("two processes write one chain", async () => {
  const desk = makeDesk({ settings: wide });
  const other = makeDesk({ folder: desk.folder, time: desk.time, settings: wide });
  for (let index = 0; index < 5; index += 1) {
    await send(desk, `a${index}`);
    await send(other, `b${index}`);
  }
  expect(desk.stores.verify()).toMatchObject({ problem: null });
  expect(other.stores.verify().entries).toHaveLength(20);
});
