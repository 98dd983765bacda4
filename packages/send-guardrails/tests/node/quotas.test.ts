import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { requestSend } from "../../src/index.ts";
import { openQuotas } from "../../src/node/quotas.ts";
import { ANN, BOB, folderFor, makeDesk, request, Time, type Desk } from "../support.ts";

const LIMITS = { perMinute: 5, perHour: 30, perContactPerHour: 30, cooldownMs: 0 };
const limited = (limits = LIMITS, more: Parameters<typeof makeDesk>[0] = {}): Desk =>
  makeDesk({ ...more, settings: { limits } });
const burst = async ({ guards }: Desk, count: number) =>
  (
    await Promise.all(
      Array.from({ length: count }, (_, index) => requestSend(guards, request(ANN, `${index}`))),
    )
  ).filter(({ status }) => status === "settled").length;

test("of 100 parallel calls under a limit of 5 exactly 5 are sent", async () => {
  const desk = limited();
  expect(await burst(desk, 100)).toBe(5);
  expect(desk.sent).toHaveLength(5);
});

test("a restart grants nothing", async () => {
  const desk = limited();
  await burst(desk, 3);
  desk.stores.close();
  const again = limited(LIMITS, { folder: desk.folder, time: desk.time });
  expect(await burst(again, 10)).toBe(2);
});

test("a second process at the same time grants nothing", async () => {
  const path = join(folderFor(), "quotas.db");
  const child = fileURLToPath(new URL("./reserve.child.ts", import.meta.url));
  const run = async (name: string): Promise<number> => {
    const process_ = spawn(
      process.execPath,
      ["--conditions=@underclaim/source", "--no-warnings", child, path, name],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let output = "";
    process_.stdout.on("data", (data: Buffer) => (output += data.toString()));
    await once(process_, "close");
    return Number(output);
  };
  const granted = await Promise.all([run("a"), run("b")]);
  expect(granted.reduce((sum, each) => sum + each, 0)).toBe(5);
});

test.each([
  ["forward", 86_400_000],
  ["back", -86_400_000],
])("a clock set %s grants nothing and locks nobody out past the window", async (_name, jump) => {
  const desk = limited();
  await burst(desk, 9);
  desk.time.wallMs += jump;
  expect(await burst(desk, 9)).toBe(0);
  desk.time.pass(60_000);
  expect(await burst(desk, 9)).toBe(5);
});

test("across a start of the machine the wall clock counts, and never backwards", async () => {
  const desk = limited();
  await burst(desk, 9);
  const restart = (wallMs: number): void => {
    desk.time.bootId += "+";
    desk.time.monotonicMs = 1_000;
    desk.time.wallMs += wallMs;
  };
  restart(-86_400_000);
  expect(await burst(desk, 9)).toBe(0);
  restart(60_000);
  expect(await burst(desk, 9)).toBe(5);
});

test("one contact's limit leaves the others theirs", async () => {
  const desk = limited({ ...LIMITS, perContactPerHour: 2 });
  expect(await burst(desk, 4)).toBe(2);
  expect((await requestSend(desk.guards, request(BOB, "Hello."))).status).toBe("settled");
});

test("attempts during a cooldown do not prolong it", () => {
  const time = new Time();
  const quotas = openQuotas(join(folderFor(), "quotas.db"), time);
  const limits = { ...LIMITS, perMinute: 1, cooldownMs: 300_000 };
  expect(quotas.reserve("1", ANN, limits).ok).toBe(true);
  for (let half = 0; half < 10; half += 1) {
    expect(quotas.reserve(`x${half}`, ANN, limits)).toMatchObject({
      ok: false,
      retryAfterMs: 300_000 - half * 30_000,
    });
    time.pass(30_000);
  }
  expect(quotas.reserve("2", ANN, limits).ok).toBe(true);
  quotas.close();
});

test("limits that cannot be read let nothing out", async () => {
  const desk = limited();
  const { quotas } = desk.guards;
  const broken = {
    ...quotas,
    reserve: () => {
      throw new Error("disk I/O error");
    },
  };
  expect(await requestSend({ ...desk.guards, quotas: broken }, request(ANN, "x"))).toMatchObject({
    reason: "state_unavailable",
  });
  expect(desk.sent).toEqual([]);
});
