import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  chmodSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  eventsOf,
  post,
  startApp,
  type ChildOptions,
  type ChildService,
} from "../../../packages/rss-connect/tests/support/child-service.ts";
import { EXAMPLE_ACTION } from "../../../packages/rss-connect/tests/support/requests.ts";

const NOBODY = 65534;
const FEED = { feed_id: "example", feed_url: "https://example.com/feed.xml", title: "Example" };

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "underclaim-app-"));
  data = join(folder, "data");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const start = (env: Record<string, string> = {}, options: ChildOptions = {}): ChildService =>
  startApp("rss-connect", {
    ...options,
    env: {
      UNDERCLAIM_LISTEN__PORT: "0",
      UNDERCLAIM_DATA: data,
      UNDERCLAIM_FEEDS: JSON.stringify([FEED]),
      ...env,
    },
  });

it.each(["--help", "-h"])("says with %s how it is used, and does nothing else", async (option) => {
  const child = start({}, { args: [option] });
  expect(await child.ended).toEqual({ code: 0, signal: null });
  expect(child.stdout()).toMatch(/^Usage: rss-connect \[--config FILE\]/);
  expect(child.stdout()).toMatch(/^ {2}feeds /m);
  expect(child.stdout()).toContain("rss-connect logs --help");
  expect(child.stderr()).toBe("");
  expect(existsSync(data)).toBe(false);
});

/** What the person who started it reads; log lines are JSON and go elsewhere. */
async function refusal(child: ChildService): Promise<string> {
  expect((await child.ended).code).toBe(1);
  const complaint = child
    .stderr()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("{"))
    .join("\n");
  expect(complaint).toMatch(/^underclaim: /);
  expect(complaint).not.toMatch(/^\s+at |node:internal/m);
  return complaint;
}

/** Publishes an item in a service of its own and ends it. */
async function withData(): Promise<void> {
  const child = start();
  expect((await post(`${await child.listening}/adapter/actions`, EXAMPLE_ACTION)).status).toBe(202);
  child.kill("SIGTERM");
  expect((await child.ended).code).toBe(0);
}

/** What was there before is there, and a good request works. */
async function worksAgain(): Promise<void> {
  const address = await start().listening;
  expect((await eventsOf(address)).map(({ event_type }) => event_type)).toContain(
    "feed.item.published",
  );
  expect((await post(`${address}/adapter/actions`, EXAMPLE_ACTION)).status).toBe(200);
  expect(
    (await post(`${address}/adapter/actions`, { ...EXAMPLE_ACTION, idempotency_key: "another" }))
      .status,
  ).toBe(202);
}

it("starts in an empty folder without configuration and makes its data folder there", async () => {
  const child = startApp("rss-connect", {
    cwd: folder,
    env: { UNDERCLAIM_LISTEN__PORT: "0" },
  });
  expect((await fetch(`${await child.listening}/health/ready`)).status).toBe(200);
  expect(statSync(join(folder, "data/rss-connect/store.db")).isFile()).toBe(true);
});

describe(
  "a service that cannot start says why and what to do, exits with 1 and shows no stack",
  { timeout: 60_000 },
  () => {
    it("when its port is in use", async () => {
      const other = createServer();
      await new Promise<void>((ready) => void other.listen(0, "127.0.0.1", ready));
      onTestFinished(() => void other.close());
      const { port } = other.address() as AddressInfo;
      expect(await refusal(start({ UNDERCLAIM_LISTEN__PORT: String(port) }))).toMatch(
        new RegExp(
          `Port ${port} on 127\\.0\\.0\\.1 is in use by another program\\. Stop that program, or set listen\\.port`,
        ),
      );
    });

    it("when a second process has the same data, and the first goes on", async () => {
      const first = await start().listening;
      expect(await refusal(start())).toContain(
        `${data} is in use by another process: stop that process, or choose another folder.`,
      );
      expect((await post(`${first}/adapter/actions`, EXAMPLE_ACTION)).status).toBe(202);
    });

    it("when its data folder is read-only", async () => {
      await withData();
      chmodSync(folder, 0o755);
      chmodSync(data, 0o555);
      const asNobody = process.getuid?.() === 0 ? { uid: NOBODY } : {};
      expect(await refusal(start({}, asNobody))).toMatch(
        /data folder .* cannot be written by this user .*: give it read and write access/,
      );
      chmodSync(data, 0o755);
      await worksAgain();
    });

    it("when its data folder cannot be made", async () => {
      expect(await refusal(start({ UNDERCLAIM_DATA: join(folder, "no", "such") }))).toMatch(
        /cannot be made: .*Create it, or choose another/,
      );
      writeFileSync(join(folder, "file"), "");
      expect(await refusal(start({ UNDERCLAIM_DATA: join(folder, "file") }))).toMatch(
        /is a file, not a folder/,
      );
    });

    it("when another program has locked its database", async () => {
      await withData();
      const other = new DatabaseSync(join(data, "store.db"));
      other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM raws; COMMIT");
      expect(await refusal(start())).toMatch(
        /store\.db is locked by another program: close what has it open/,
      );
      other.close();
      await worksAgain();
    });

    it("when its database is damaged, or none", async () => {
      await withData();
      const path = join(data, "store.db");
      const file = openSync(path, "r+");
      const rest = statSync(path).size - 8192;
      writeSync(file, Buffer.alloc(rest, 0x5a), 0, rest, 8192);
      closeSync(file);
      expect(await refusal(start())).toMatch(
        /store\.db is damaged.*restore the folder from a backup/s,
      );
      writeFileSync(path, "not a database ".repeat(1_000));
      expect(await refusal(start())).toMatch(
        /store\.db is not a database: move it away, or restore/,
      );
    });

    it.each([
      [
        "an unknown setting",
        { UNDERCLAIM_LISTEN__PROT: "1" },
        /UNDERCLAIM_LISTEN__PROT|listen\.prot/i,
      ],
      ["a wrong value", { UNDERCLAIM_LISTEN__PORT: "http" }, /listen\.port/],
      [
        "another address without keys",
        { UNDERCLAIM_LISTEN__HOST: "0.0.0.0" },
        /listen\.host: 0\.0\.0\.0 can be reached from other machines, but no api_keys/,
      ],
      [
        "a feed without a title",
        { UNDERCLAIM_FEEDS: '[{"feed_url":"https://example.com/"}]' },
        /feeds\[0\]\.title/,
      ],
      [
        "a key in no known form",
        { UNDERCLAIM_API_KEYS: '[{"id":"k","scopes":["operate"],"key":"short"}]' },
        /api_keys\[0\]\.key: is shorter than 16/,
      ],
    ])("when its configuration has %s", async (_what, env, message) => {
      expect(await refusal(start(env))).toMatch(message);
    });

    it("when its file is not there, or has an unknown key, naming both", async () => {
      expect(await refusal(start({}, { args: ["--config", join(folder, "none.yaml")] }))).toContain(
        "none.yaml",
      );
      const path = join(folder, "service.yaml");
      writeFileSync(path, "max_feed_byts: 5000\n");
      const complaint = await refusal(start({}, { args: ["--config", path] }));
      expect(complaint).toMatch(/max_feed_byts.*did you mean "max_feed_bytes"/);
      expect(complaint).toContain(path);
    });

    it("when a configured feed is registered otherwise", async () => {
      await withData();
      const changed = [{ ...FEED, visibility: "private" }];
      expect(await refusal(start({ UNDERCLAIM_FEEDS: JSON.stringify(changed) }))).toMatch(
        /feeds\[0\]\.feed_id: this feed was registered before with other settings \(visibility, .*Restore them/,
      );
      await worksAgain();
    });
  },
);

it(
  "reads its settings from a file, relative paths from where the process runs",
  { timeout: 60_000 },
  async () => {
    const path = join(folder, "service.yaml");
    mkdirSync(data);
    writeFileSync(
      path,
      `listen: { port: 0 }\ndata: ${data}\nfeeds:\n  - { feed_id: news, feed_url: "https://example.org/news.xml", title: News }\n`,
    );
    const child = startApp("rss-connect", { args: ["--config", path] });
    const address = await child.listening;
    expect((await fetch(`${address}/feeds/news/rss.xml`)).status).toBe(200);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
  },
);
