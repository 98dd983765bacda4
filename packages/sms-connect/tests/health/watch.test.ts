import type { Observation, ProviderHealth } from "@underclaim/runtime";
import { ManualClock, turn } from "@underclaim/runtime/testing";
import { beforeEach, describe, expect, test } from "vitest";
import type { CountedChannel } from "../../src/health/rates.ts";
import { createHealthWatch, type HealthWatch } from "../../src/health/watch.ts";
import { NO_COUNTS } from "../../src/health/window.ts";
import { NOW } from "./samples.ts";

const WORKS: ProviderHealth = { connectivity: "healthy", credentials: "valid", degradations: [] };
const DOWN: ProviderHealth = { ...WORKS, connectivity: "unavailable", degradations: ["no answer"] };
const EVERY = 30_000;

let clock: ManualClock;
let health: ProviderHealth;
let channels: CountedChannel[];
let written: (Observation & { tenant: string })[];
let errors: unknown[];
let storeUp: boolean;
let watch: HealthWatch;

beforeEach(() => {
  clock = new ManualClock(NOW);
  health = WORKS;
  channels = [];
  written = [];
  errors = [];
  storeUp = true;
  watch = createHealthWatch({
    clock,
    accounts: [{ account: "a1", tenant: "acme", health: () => health }],
    rates: { channels: (tenant) => (tenant === "acme" ? channels : []) },
    observe: async (tenant, observations) => {
      if (!storeUp) throw new Error("The store is unavailable.");
      written.push(...observations.map((each) => ({ tenant, ...each })));
    },
    onError: (error) => void errors.push(error),
    everyMs: EVERY,
  });
  watch.start();
});

const looks = (count: number) => clock.advance(count * EVERY, turn);
const types = () => written.map(({ native }) => native.type);

describe("an account", () => {
  test("that fails and works again is told as both, in its own tenant and no case", async () => {
    await looks(3);
    health = DOWN;
    await looks(3);
    health = WORKS;
    await looks(5);
    expect(types()).toEqual(["provider.unavailable", "provider.recovered"]);
    expect(written.map(({ targets }) => targets)).toEqual([undefined, undefined]);
    expect(written[0]).toMatchObject({
      tenant: "acme",
      native: {
        source: "adapter",
        refs: [],
        nativeStatus: "unavailable",
        metadata: { provider: "a1", degradations: ["no answer"] },
      },
    });
    expect(new Set(written.map(({ native }) => native.dedupeKey)).size).toBe(2);
  });

  test("whose change the store would not take is told when it does, at the time it was seen", async () => {
    storeUp = false;
    health = DOWN;
    await looks(4);
    expect(errors.length).toBeGreaterThan(0);
    storeUp = true;
    await looks(1);
    expect(written.map(({ native }) => [native.type, native.occurredAt])).toEqual([
      ["provider.unavailable", NOW + 2 * EVERY],
    ]);
  });

  test("is looked at no more after the watch has stopped", async () => {
    await watch.stop();
    health = DOWN;
    await looks(5);
    expect(written).toEqual([]);
  });

  test("whose health cannot be asked for ends no watch", async () => {
    const broken = createHealthWatch({
      clock,
      accounts: [
        {
          account: "a2",
          tenant: "acme",
          health: () => {
            if (health === DOWN) throw new Error("no health");
            return { ...WORKS, connectivity: "degraded" };
          },
        },
      ],
      rates: { channels: () => [] },
      observe: async (tenant, observations) =>
        void written.push(...observations.map(({ native }) => ({ tenant, native }))),
      onError: (error) => void errors.push(error),
      everyMs: EVERY,
    });
    await watch.stop();
    broken.start();
    health = DOWN;
    await looks(2);
    expect(errors).toHaveLength(2);
    health = WORKS;
    await looks(2);
    expect(types()).toEqual(["provider.degraded"]);
  });
});

describe("a sender's rates", () => {
  const channel = (country: string, over: Partial<CountedChannel["counts"]>): CountedChannel => ({
    sender: "main",
    account: "a1",
    country,
    counts: { ...NO_COUNTS, ...over },
  });

  test("in trouble are told once a day, over all its accounts and countries", async () => {
    channels = [
      channel("DE", { submitted: 60, delivered: 50, failed: 10, filtered: 10 }),
      channel("FR", { submitted: 60, delivered: 60 }),
    ];
    await looks(10);
    expect(types()).toEqual(["report.reputation_warning"]);
    expect(written[0]?.native).toMatchObject({
      nativeStatus: "warning",
      metadata: { sender_identity: "main", reported_by: "adapter", signs: ["filtering_rate"] },
    });
    await clock.advance(24 * 3_600_000, turn);
    expect(types()).toHaveLength(2);
  });

  test("that only say that nobody tells are no warning of a reputation", async () => {
    channels = [channel("DE", { submitted: 100, unknown: 100 })];
    await looks(3);
    expect(written).toEqual([]);
  });

  test("that are good, or of too few messages, are not told", async () => {
    channels = [channel("DE", { submitted: 100, delivered: 100 })];
    await looks(2);
    channels = [channel("DE", { submitted: 5, failed: 5 })];
    await looks(2);
    expect(written).toEqual([]);
  });
});
