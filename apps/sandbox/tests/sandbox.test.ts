import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  AdapterActionRequest,
  type AdapterActionResult,
  type AdapterEvidenceAssessment,
} from "@underclaim/contract";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  eventsOf,
  eventsUntil,
  getJson,
  post,
  startApp,
  type ChildService,
} from "../../../packages/rss-connect/tests/support/child-service.ts";
import { EXAMPLE_ACTION as SPECIFIED } from "../../../packages/rss-connect/tests/support/requests.ts";
import { EXAMPLE_ACTION } from "../src/greeting.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "underclaim-sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const start = (env: Record<string, string> = {}): ChildService =>
  startApp("sandbox", {
    env: {
      UNDERCLAIM_SANDBOX_DATA: join(folder, "data"),
      UNDERCLAIM_SANDBOX_RSS_PORT: "0",
      UNDERCLAIM_SANDBOX_SMS_PORT: "0",
      UNDERCLAIM_SANDBOX_XMPP_PORT: "0",
      ...env,
    },
  });

/** Once the greeting is out whole. */
async function started(
  env?: Record<string, string>,
): Promise<{ child: ChildService; address: string; greeting: string }> {
  const child = start(env);
  const address = await child.listening;
  await eventsUntil(address, () => child.stdout().includes("Stop with Ctrl-C."));
  return { child, address, greeting: child.stdout() };
}

const items = async (address: string): Promise<number> =>
  (await (await fetch(`${address}/feeds/example/rss.xml`)).text()).split("<item>").length - 1;
const example = (key: string) => ({ ...SPECIFIED, idempotency_key: key });

describe("a started sandbox", () => {
  it(
    "says where its data is, where it listens, and what to type; and what it says to type works",
    { timeout: 60_000 },
    async () => {
      const { address, greeting } = await started();
      expect(greeting).toContain(`Data: ${join(folder, "data")}`);
      expect(greeting).toContain(`rss-connect   ${address}`);
      const shell = async (command: string): Promise<string> =>
        (await promisify(execFile)("sh", ["-c", command])).stdout;

      const commands = greeting
        .split(/^(?=curl )/m)
        .slice(1)
        .map((text) => text.split("\n\n")[0] ?? "");
      const [publish = "", read = "", poll = ""] = commands;
      const result = JSON.parse(await shell(publish)) as AdapterActionResult;
      expect(result).toMatchObject({
        accepted: true,
        initial_events: [{ event_type: "feed.item.published" }],
      });
      expect(await shell(read)).toContain("<title>New document available</title>");
      await eventsUntil(address, (events) =>
        events.some(({ event_type }) => event_type === "feed.feed.fetched"),
      );
      expect(await shell(poll)).toContain('"feed.feed.fetched"');

      const item = String(result.metadata?.["feed_item_id"]);
      const [timeline = "", assessment = ""] = greeting
        .split("\n")
        .filter((line) => line.includes("<feed_item_id>"));
      expect(JSON.parse(await shell(timeline.replace("<feed_item_id>", item)))).toMatchObject({
        subject_ref: item,
      });
      const assessed = JSON.parse(
        await shell(assessment.replace("<feed_item_id>", item)),
      ) as Record<string, AdapterEvidenceAssessment>;
      expect(assessed["participant"]?.category).toBe("undef");

      const others = commands.slice(-4);
      for (const [send = "", poll = ""] of [others.slice(0, 2), others.slice(2)]) {
        const sent = JSON.parse(await shell(send)) as AdapterActionResult;
        expect(sent).toMatchObject({
          accepted: true,
          initial_events: [{ event_type: "notification.attempt.accepted_by_adapter" }],
        });
        const { origin } = new URL(/https?:\/\/[^/\s']+/.exec(poll)?.[0] ?? "");
        await eventsUntil(origin, (events) =>
          events.some(({ evidence_grade }) => evidence_grade.strength === "strong"),
        );
        expect(await shell(poll)).toContain('"environment":"sandbox"');
      }
    },
  );

  it("publishes the specification's own example", () => {
    const printed: unknown = JSON.parse(EXAMPLE_ACTION);
    expect(printed).toEqual(SPECIFIED);
    expect(AdapterActionRequest.safeParse(printed).error).toBeUndefined();
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends with 0 on %s and lets go of its data and port",
    { timeout: 60_000 },
    async (signal) => {
      const { child, address } = await started();
      await post(`${address}/adapter/actions`, example("k1"));
      child.kill(signal);
      expect(await child.ended).toEqual({ code: 0, signal: null });
      expect(() => process.kill(child.pid, 0)).toThrow(/ESRCH/);
      const again = await started({ UNDERCLAIM_SANDBOX_RSS_PORT: new URL(address).port });
      expect(again.address).toBe(address);
    },
  );

  it("finds its items again, and registers its feed once", { timeout: 60_000 }, async () => {
    const first = await started();
    await post(`${first.address}/adapter/actions`, example("k1"));
    const feed = await getJson(`${first.address}/feeds/example`);
    first.child.kill("SIGTERM");
    await first.child.ended;

    const second = await started();
    expect(await items(second.address)).toBe(1);
    expect(await getJson(`${second.address}/feeds/example`)).toEqual(feed);
    expect(second.child.stderr()).toBe("");
    expect((await post(`${second.address}/adapter/actions`, example("k1"))).status).toBe(200);
    expect(await items(second.address)).toBe(1);
  });

  it(
    "killed outright keeps all that was answered, and no more than one item for each key",
    { timeout: 60_000 },
    async () => {
      const { child, address } = await started();
      const answered: string[] = [];
      const sending = Array.from({ length: 400 }, async (_, n) => {
        const reply = await post<AdapterActionResult>(
          `${address}/adapter/actions`,
          example(`k${n}`),
        ).catch(() => null);
        if (reply?.status === 202) answered.push(String(reply.body.metadata?.["feed_item_id"]));
        if (answered.length === 100) child.kill("SIGKILL");
      });
      await Promise.all(sending);
      expect(await child.ended).toEqual({ code: null, signal: "SIGKILL" });
      expect(answered.length).toBeGreaterThanOrEqual(100);

      const again = await started();
      const feed = await (await fetch(`${again.address}/feeds/example/rss.xml`)).text();
      for (const item of answered) expect(feed).toContain(`/${item}</guid>`);
      const published = (await eventsOf(again.address)).filter(
        ({ event_type }) => event_type === "feed.item.published",
      );
      expect(published.map(({ metadata }) => String(metadata?.["subject_ref"]))).toEqual(
        expect.arrayContaining(answered),
      );

      const repeats = await Promise.all(
        Array.from({ length: 400 }, (_, n) =>
          post(`${again.address}/adapter/actions`, example(`k${n}`)),
        ),
      );
      expect(repeats.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(
        answered.length,
      );
      expect(
        new Set(repeats.map(({ status }) => status)).difference(new Set([200, 202])).size,
      ).toBe(0);
      expect(await items(again.address)).toBe(400);
    },
  );
});

it("says with --help what it is told by", async () => {
  const child = startApp("sandbox", { args: ["--help"] });
  expect(await child.ended).toEqual({ code: 0, signal: null });
  expect(child.stdout()).toContain("UNDERCLAIM_SANDBOX_RSS_PORT");
});

describe("a sandbox that cannot start says why, what to do, and exits with 1", () => {
  const refusal = async (child: ChildService): Promise<string> => {
    expect((await child.ended).code).toBe(1);
    expect(child.stdout()).not.toContain("Stop with Ctrl-C");
    const complaint = child
      .stderr()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("{"))
      .join("\n");
    expect(complaint).not.toMatch(/^\s+at /m);
    return complaint;
  };

  it("when its port is in use", async () => {
    const other = createServer();
    await new Promise<void>((ready) => void other.listen(0, "127.0.0.1", ready));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    expect(await refusal(start({ UNDERCLAIM_SANDBOX_RSS_PORT: String(port) }))).toMatch(
      new RegExp(
        `^underclaim: Port ${port} on 127\\.0\\.0\\.1 is in use .* set UNDERCLAIM_SANDBOX_RSS_PORT`,
      ),
    );
  });

  it("when another sandbox has its data, which goes on undisturbed", async () => {
    const { address } = await started();
    expect(await refusal(start())).toMatch(/is in use by another process: stop that process/);
    expect((await post(`${address}/adapter/actions`, example("k1"))).status).toBe(202);
  });

  it("when it is given arguments, which it would not heed", async () => {
    const child = startApp("sandbox", { args: ["--config", "service.yaml"] });
    expect(await refusal(child)).toMatch(/takes no arguments.*UNDERCLAIM_SANDBOX_RSS_PORT/);
  });

  it.each([
    ["UNDERCLAIM_SANDBOX_RSS_PORT", "http", /UNDERCLAIM_SANDBOX_RSS_PORT must be a port/],
    ["UNDERCLAIM_SANDBOX_PORT", "1", /no variable UNDERCLAIM_SANDBOX_PORT\. It has .*RSS_PORT/],
    ["UNDERCLAIM_SANDBOX_LOG", "loud", /log\.level/i],
  ])("when %s is %s", async (name, value, message) => {
    expect(await refusal(start({ [name]: value }))).toMatch(message);
  });
});
