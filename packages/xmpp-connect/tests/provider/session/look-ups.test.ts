import { describe, expect, test } from "vitest";
import { LookUps } from "../../../src/provider/session/look-ups.ts";

const one = (stanzaId: string) => ({ to: "ann@xmpp.test", stanzaId, since: 0 });

function made() {
  const asked: { id: string; answer: (found: string | null) => void }[] = [];
  const state = { online: true };
  const lookUps = new LookUps(
    ({ stanzaId: id }) => new Promise((answer) => asked.push({ id, answer })),
    () => state.online,
  );
  return { asked, state, lookUps, ids: () => asked.map(({ id }) => id) };
}

describe("questions to the archive", () => {
  test("wait for a session, and are asked once it stands", async () => {
    const { asked, state, lookUps, ids } = made();
    state.online = false;
    const found = lookUps.find(one("m1"));
    expect(ids()).toEqual([]);
    state.online = true;
    lookUps.go();
    expect(ids()).toEqual(["m1"]);
    asked[0]?.answer("archived-1");
    await expect(found).resolves.toBe("archived-1");
  });

  test("are one for each message, however often it is asked for", async () => {
    const { asked, lookUps, ids } = made();
    const both = Promise.all([lookUps.find(one("m1")), lookUps.find(one("m1"))]);
    asked[0]?.answer("a");
    await expect(both).resolves.toEqual(["a", "a"]);
    expect(ids()).toEqual(["m1"]);
    void lookUps.find(one("m1"));
    expect(ids()).toEqual(["m1", "m1"]);
  });

  test("are few at a time, in the order in which they came", async () => {
    const { asked, lookUps, ids } = made();
    const found = Array.from({ length: 6 }, (_, index) => lookUps.find(one(`m${index}`)));
    expect(ids()).toEqual(["m0", "m1", "m2", "m3"]);
    asked[1]?.answer(null);
    await found[1];
    expect(ids()).toEqual(["m0", "m1", "m2", "m3", "m4"]);
  });

  test("that fail have found nothing, and hold up nobody", async () => {
    const lookUps = new LookUps(
      async () => {
        throw new Error("The session is gone.");
      },
      () => true,
    );
    await expect(lookUps.find(one("m1"))).resolves.toBeNull();
    await expect(lookUps.find(one("m2"))).resolves.toBeNull();
  });

  test("that still wait when there will be no session have found nothing", async () => {
    const { state, lookUps } = made();
    state.online = false;
    const found = lookUps.find(one("m1"));
    lookUps.end();
    await expect(found).resolves.toBeNull();
  });
});
