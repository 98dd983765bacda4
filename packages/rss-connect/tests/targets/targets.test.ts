import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";
import { until } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { publish, update } from "../support/requests.ts";
import {
  EXAMPLE_FEED,
  itemOf,
  newFolder,
  testService,
  type TestService,
} from "../support/service.ts";
import { freePort } from "../websub/running.ts";

/** A real S3-compatible server, which checks every signature. */
async function s3(): Promise<{ endpoint: string; stop: () => Promise<void>; port: number }> {
  const port = await freePort();
  const server = new S3rver({
    address: "127.0.0.1",
    port,
    silent: true,
    directory: newFolder(),
    configureBuckets: [{ name: "feeds", configs: [] }],
  });
  await server.run();
  let open = true;
  const stop = async (): Promise<void> => {
    if (open) await server.close();
    open = false;
  };
  onTestFinished(stop);
  return { endpoint: `http://127.0.0.1:${port}/feeds`, stop, port };
}

const s3Settings = (endpoint: string, secret = "S3RVER") => ({
  id: "store",
  kind: "s3",
  feed: "example",
  endpoint,
  region: "us-east-1",
  key: "public/feed.xml",
  access_key_id: "S3RVER",
  secret_access_key: secret,
});

const failures = async (service: TestService) =>
  (await service.events()).filter(({ event_type }) => event_type === "system.provider.unavailable");

/** The alarms of the publisher ring; the disk and the network do the rest. */
async function until_(
  service: TestService,
  ms: number,
  condition: () => boolean | Promise<boolean>,
) {
  await service.clock.advance(ms);
  await until(condition);
}

test("a file is the feed, byte for byte, and follows it", async () => {
  const path = join(newFolder(), "feed.xml");
  const service = await testService({
    configuration: { targets: [{ id: "web", kind: "file", feed: "example", path }] },
  });
  const item = itemOf(await service.act(publish()));
  await until_(service, 500, () => existsSync(path));
  expect(readFileSync(path, "utf8")).toBe((await service.feed()).body);
  await service.clock.advance(1_000);
  await service.act(update({ feed_item_id: item }));
  await until_(service, 500, () => readFileSync(path, "utf8").includes("Updated document"));
  expect(readFileSync(path, "utf8")).toBe((await service.feed()).body);
  expect(readdirSync(join(path, ".."))).toEqual(["feed.xml"]);
  expect(await failures(service)).toEqual([]);
});

test("a reader of the file sees one document or the other, never a part", async () => {
  const path = join(newFolder(), "feed.xml");
  const service = await testService({
    configuration: { targets: [{ id: "web", kind: "file", feed: "example", path }] },
  });
  await service.clock.advance(0);
  for (let round = 0; round < 20; round += 1) {
    await service.act(
      publish({
        content: {
          subject: `Item ${round}`,
          body_text: "x".repeat(5_000),
          payload_refs: [],
          action_links: [],
          attachments: [],
        },
      }),
    );
    await service.clock.advance(500);
    await until(() => {
      if (!existsSync(path)) return false;
      const text = readFileSync(path, "utf8");
      expect(text.endsWith("</rss>") || text.endsWith("</rss>\n")).toBe(true);
      return text.includes(`Item ${round}`);
    });
  }
});

test("a folder that is not there is evidence once, and is tried again", async () => {
  const folder = join(newFolder(), "later");
  const path = join(folder, "feed.xml");
  const service = await testService({
    configuration: { targets: [{ id: "web", kind: "file", feed: "example", path }] },
  });
  const item = itemOf(await service.act(publish()));
  await until_(service, 500, async () => (await failures(service)).length > 0);
  const [event] = await failures(service);
  expect(event).toMatchObject({
    coordination_case_id: "case_1",
    evidence_grade: { strength: "negative" },
    metadata: { target: "web", reason: "ENOENT", feed_item_state: "unavailable" },
  });
  expect(JSON.stringify(event)).not.toContain(folder);
  expect((await service.assessment(item)).channel).toMatchObject({
    category: "fail",
    subclass: "fail.publish_failed",
  });
  mkdirSync(folder);
  await until_(service, 5_000, () => existsSync(path));
  await until(async () => (await service.assessment(item)).channel.category === "undef");
  expect(await failures(service)).toHaveLength(1);
});

test("what stood there stays whole where nothing new can be written", async () => {
  if (process.getuid?.() === 0) return;
  const folder = newFolder();
  const path = join(folder, "feed.xml");
  writeFileSync(path, "old");
  chmodSync(folder, 0o555);
  const service = await testService({
    configuration: { targets: [{ id: "web", kind: "file", feed: "example", path }] },
  });
  await service.act(publish());
  await until_(service, 500, async () => (await failures(service)).length > 0);
  expect(readFileSync(path, "utf8")).toBe("old");
});

test("an S3-compatible store takes the feed, with a signature that it has checked", async () => {
  const { endpoint } = await s3();
  const service = await testService({ configuration: { targets: [s3Settings(endpoint)] } });
  await service.act(publish());
  const read = () => fetch(`${endpoint}/public/feed.xml`, { headers: signedForReading() });
  await until_(service, 500, async () => (await read()).status === 200);
  const answer = await read();
  expect(await answer.text()).toBe((await service.feed()).body);
  expect(answer.headers.get("content-type")).toBe("application/rss+xml; charset=utf-8");
  expect(await failures(service)).toEqual([]);
});

test("a wrong key is refused by the store and told as evidence, without the key", async () => {
  const { endpoint } = await s3();
  const service = await testService({
    configuration: { targets: [s3Settings(endpoint, "not-the-key-4711")] },
  });
  await service.act(publish());
  await until_(service, 500, async () => (await failures(service)).length > 0);
  const [event] = await failures(service);
  expect(String(event?.metadata?.["reason"])).toContain("403");
  expect(JSON.stringify(await service.events()) + service.logged()).not.toContain("4711");
});

test("a store that is away: nobody knows what stands there, and it is tried again", async () => {
  const { endpoint, stop } = await s3();
  await stop();
  const service = await testService({ configuration: { targets: [s3Settings(endpoint)] } });
  await service.act(publish());
  await until_(service, 500, async () => (await failures(service)).length > 0);
  const [event] = await failures(service);
  expect(event?.metadata).toMatchObject({ reason: "no answer", feed_item_state: "unknown" });
});

test("a feed that is not public is put nowhere unless that is said", async () => {
  const [closed, open] = [join(newFolder(), "feed.xml"), join(newFolder(), "feed.xml")];
  const service = await testService({
    configuration: {
      feeds: [{ ...EXAMPLE_FEED, visibility: "private" }],
      targets: [
        { id: "closed", kind: "file", feed: "example", path: closed },
        { id: "open", kind: "file", feed: "example", path: open, allow_restricted: true },
      ],
    },
  });
  await service.act(publish());
  await until_(service, 500, () => existsSync(open));
  await until(async () => (await failures(service)).length > 0);
  expect(existsSync(closed)).toBe(false);
  expect((await failures(service))[0]?.metadata).toMatchObject({
    reason: "the feed is not public",
  });
});

test("after a restart what stands there is not put again, and what is missing is", async () => {
  const path = join(newFolder(), "feed.xml");
  const configuration = { targets: [{ id: "web", kind: "file", feed: "example", path }] };
  const service = await testService({ configuration });
  await service.act(publish());
  await until_(service, 500, () => existsSync(path));
  await until(
    async () =>
      (await service.store.load("default", [{ doc: ["publication_target", "web"] }])).doc([
        "publication_target",
        "web",
      ]) !== null,
  );
  writeFileSync(path, "a mark");
  const again = await service.again();
  await again.clock.advance(1_000);
  await until(() => !again.logged().includes("never"));
  expect(readFileSync(path, "utf8")).toBe("a mark");
  await again.act(publish());
  await until_(again, 500, () => readFileSync(path, "utf8") !== "a mark");
});

/** s3rver lets objects be read by anybody who signs nothing only where its bucket says so. */
function signedForReading(): Record<string, string> {
  return {};
}

test("a target that is moved is filled where it stands now", async () => {
  const [before, after] = [join(newFolder(), "feed.xml"), join(newFolder(), "feed.xml")];
  const targets = (path: string) => ({
    targets: [{ id: "web", kind: "file", feed: "example", path }],
  });
  const service = await testService({ configuration: targets(before) });
  await service.act(publish());
  await until_(service, 500, () => existsSync(before));
  const again = await service.again(targets(after));
  await until_(again, 500, () => existsSync(after));
  expect(readFileSync(after, "utf8")).toBe(readFileSync(before, "utf8"));
});
