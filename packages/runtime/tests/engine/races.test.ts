import { expect, test } from "vitest";
import { races, type Attempt } from "../../src/engine/races.ts";
import { StoreUnavailableError } from "../../src/errors.ts";
import type { Guard } from "../../src/store/port.ts";

const OURS = { who: "A step", remedy: "the same thing." };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const doc = (name: string): Guard => ({ doc: [name], version: 1 });

test("a hundred who change one thing at once lose once each, and then go one after the other", async () => {
  const { run } = races();
  let version = 0;
  const attempts: number[] = [];
  const change = (who: number): Promise<number> =>
    run("tenant", OURS, async (number): Promise<Attempt<number>> => {
      attempts[who] = number + 1;
      const read = version;
      await turn(); // one batch decides about all that came by then
      if (read !== version) return { lost: { doc: ["thing"], version: read } };
      version += 1;
      return { won: who };
    });
  const everybody = Array.from({ length: 100 }, (_, who) => who);
  expect(await Promise.all(everybody.map(change))).toEqual(everybody);
  expect(version).toBe(100);
  expect(Math.max(...attempts)).toBe(2);
});

test("who holds a turn holds up nobody who lost by something else, or in another tenant", async () => {
  const { run } = races();
  const losing = (tenant: string, thing: string, then: Promise<void>): Promise<string> =>
    run(tenant, OURS, async (number): Promise<Attempt<string>> => {
      if (number === 0) return { lost: doc(thing) };
      await then;
      return { won: `${tenant}/${thing}` };
    });
  const { promise: never, resolve } = Promise.withResolvers<void>();
  const held = losing("a", "one", never);
  await turn();
  const behind = losing("a", "one", Promise.resolve());
  expect(await losing("a", "two", Promise.resolve())).toBe("a/two");
  expect(await losing("b", "one", Promise.resolve())).toBe("b/one");
  let over = false;
  void behind.then(() => (over = true));
  await turn();
  expect(over).toBe(false);
  resolve();
  expect(await Promise.all([held, behind])).toEqual(["a/one", "a/one"]);
});

test("a turn ends with an error, too, and with too many losses, which are told as such", async () => {
  const { run } = races();
  const failing = run("a", OURS, async (number) => {
    if (number === 0) return { lost: doc("one") };
    throw new Error("The disk is gone.");
  });
  await expect(failing).rejects.toThrow("The disk is gone.");
  let attempts = 0;
  const hopeless = run("a", OURS, async () => {
    attempts += 1;
    return { lost: doc("one") };
  });
  await expect(hopeless).rejects.toThrow(
    new StoreUnavailableError(
      "A step lost 64 races in a row: too many others change the same thing.",
      true,
    ),
  );
  expect(attempts).toBe(64);
  expect(
    await run("a", OURS, async (number) => (number === 0 ? { lost: doc("one") } : { won: 1 })),
  ).toBe(1);
});

test("who loses by one thing after another waits in no two lines at once", async () => {
  const { run } = races();
  const order = (things: readonly string[], name: string): Promise<string> =>
    run("a", OURS, async (number): Promise<Attempt<string>> => {
      await turn();
      const thing = things[number];
      return thing === undefined ? { won: name } : { lost: doc(thing) };
    });
  const crossed = [order(["one", "two", "one"], "x"), order(["two", "one", "two"], "y")];
  expect(await Promise.all(crossed)).toEqual(["x", "y"]);
});
