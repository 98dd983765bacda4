import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, openSqliteStore } from "@underclaim/runtime";
import { ManualClock } from "@underclaim/runtime/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { HeldNodes } from "../../../src/provider/pubsub/served/held-nodes.ts";
import { HeldNotices } from "../../../src/provider/pubsub/served/held-notices.ts";
import { Notices } from "../../../src/provider/pubsub/served/notices.ts";
import type { Sending } from "../../../src/provider/session/outbound.ts";
import { NodeSettings } from "../../../src/pubsub/settings.ts";
import { jidId } from "../../support/kit.ts";

const node = NodeSettings.parse({
  name: "news",
  service: "bridge.xmpp.test",
  node: "news",
  access_model: "open",
  max_items: 2,
});
const ANN = "ann@xmpp.test";

async function opened() {
  const folder = await mkdtemp(join(tmpdir(), "underclaim-held-"));
  const store = await openSqliteStore({ folder });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const naming = { store, account: "bridge", tenant: "default", jidId };
  const held = new HeldNodes(naming);
  const publish = (itemId: string) => held.publish(node, { itemId, payload: `<e>${itemId}</e>` });
  const ids = async () => (await held.items(node)).map(({ id }) => id);
  return { store, naming, held, publish, ids };
}

describe("what a node holds", () => {
  test("is each item once, the newest, and in order", async () => {
    const { publish, ids } = await opened();
    for (const id of ["m1", "m2", "m2", "m3"]) await publish(id);
    expect(await ids()).toEqual(["m2", "m3"]);
  });

  test("is not what was taken out before it came", async () => {
    const { held, publish, ids } = await opened();
    await held.retract(node, "m1");
    await publish("m1");
    expect(await ids()).toEqual([]);
    expect(await held.item("news", "m1")).toBeNull();
  });

  test("does not come again, nor is it told again, where its publication is repeated after it has gone", async () => {
    const { held, publish, ids } = await opened();
    await held.subscribe(node, ANN);
    for (const id of ["m1", "m2", "m3"]) expect(await publish(id)).toBe("told");
    await held.retract(node, "m3");
    expect(await publish("m1")).toBe("known");
    expect(await publish("m3")).toBe("known");
    expect(await ids()).toEqual(["m2"]);
  });

  test("is not said to hold what was taken out before it came", async () => {
    const { held, publish } = await opened();
    await held.retract(node, "m1");
    expect(await publish("m1")).toBe("never");
  });

  test("gives no place to what has been taken out", async () => {
    const { held, publish, ids } = await opened();
    for (const id of ["m1", "m2", "m3"]) await publish(id);
    await held.retract(node, "m1");
    await held.retract(node, "m1");
    expect(await ids()).toEqual(["m2", "m3"]);
    await held.retract(node, "m3");
    await held.retract(node, "m3");
    await publish("m4");
    expect(await ids()).toEqual(["m2", "m4"]);
  });

  test("is the newest, whoever publishes at the same time", async () => {
    const { publish, ids } = await opened();
    await Promise.all(["m1", "m2"].map((id) => publish(id)));
    await Promise.all(["m3", "m4", "m5"].map((id) => publish(id)));
    expect(await ids()).toEqual(["m4", "m5"]);
  });

  test("of one account no more than eight clients are subscribed, and each once", async () => {
    const { held } = await opened();
    const subscribe = (resource: string) => held.subscribe(node, `${ANN}/${resource}`);
    for (let number = 0; number < 8; number += 1)
      expect(await subscribe(`r${number}`)).toBe("subscribed");
    expect(await subscribe("r3")).toBe("subscribed");
    expect(await subscribe("another")).toBe("too_many");
    expect(await held.subscribe(node, "eve@xmpp.test")).toBe("subscribed");
  });

  test("goes with the person who is subscribed, notifications included", async () => {
    const { store, naming, held, publish } = await opened();
    await held.subscribe(node, ANN);
    await publish("m1");
    await store.erase("default", jidId(ANN));
    expect(await new HeldNotices(naming).take()).toEqual([]);
    expect(await publish("m2")).toBe("stored");
  });
});

describe("notifications", () => {
  async function stage(
    answers: readonly Sending["kind"][],
    nodes: readonly NodeSettings[] = [node],
  ) {
    const { naming, held, publish } = await opened();
    await held.subscribe(node, ANN);
    const clock = new ManualClock(0);
    const script = answers.values();
    const sent: string[] = [];
    const notices = (): Notices =>
      new Notices({
        ...naming,
        held,
        nodes,
        from: "bridge.xmpp.test",
        clock,
        log: createLog({ level: "silent" }),
        randomId: () => "n1",
      });
    const submit = async (stanza: string): Promise<Sending> => {
      const kind = script.next().value ?? "handled";
      if (kind !== "not_written") sent.push(/item id="([^"]+)"/.exec(stanza)?.[1] ?? "");
      return kind === "handled" ? { kind, by: "answered_after" } : { kind, reason: "lost" };
    };
    return { naming, held, publish, clock, sent, notices, submit };
  }

  test("that were not written leave later, and those that may have left never again", async () => {
    const { publish, clock, sent, notices, submit } = await stage([
      "not_written",
      "handled",
      "lost",
    ]);
    await publish("m1");
    const telling = notices();
    telling.begin(submit);
    await expect.poll(async () => (await clock.advance(1_000), sent)).toEqual(["m1"]);
    await publish("m2");
    telling.announce();
    await expect.poll(() => telling.degradations).toHaveLength(1);
    await telling.end();
    telling.begin(submit);
    await telling.end();
    expect(sent).toEqual(["m1", "m2"]);
  });

  test("that a process died over are counted, and those that waited leave", async () => {
    const { naming, publish, sent, notices, submit } = await stage([]);
    await publish("m1");
    expect(await new HeldNotices(naming).take()).toHaveLength(1);
    await publish("m2");
    const later = notices();
    later.begin(submit);
    await expect.poll(() => sent).toEqual(["m2"]);
    expect(later.degradations).toEqual([expect.stringContaining("Of 1 notifications")]);
    await later.end();
  });

  test("leave to those alone who may still read the node", async () => {
    const closed = NodeSettings.parse({
      ...node,
      access_model: "whitelist",
      allowed: ["eve@xmpp.test"],
    });
    const { publish, held, naming, sent, notices, submit } = await stage([], [closed]);
    await held.subscribe(node, "eve@xmpp.test");
    await publish("m1");
    const told = notices();
    const to: string[] = [];
    told.begin((stanza) => {
      to.push(/ to="([^"]+)"/.exec(stanza)?.[1] ?? "");
      return submit(stanza);
    });
    await expect.poll(() => sent).toEqual(["m1"]);
    await told.end();
    expect(await new HeldNotices(naming).take()).toEqual([]);
    expect(to).toEqual(["eve@xmpp.test"]);
  });

  test("that could not be read for once leave later", async () => {
    const { publish, held, clock, sent, notices, submit } = await stage([]);
    await publish("m1");
    vi.spyOn(held, "item").mockRejectedValueOnce(new Error("The disk is full."));
    const telling = notices();
    telling.begin(submit);
    await expect.poll(async () => (await clock.advance(1_000), sent)).toEqual(["m1"]);
    await telling.end();
  });

  test("of what was displaced before they left are counted", async () => {
    const { publish, sent, notices, submit } = await stage([]);
    for (const id of ["m1", "m2", "m3"]) await publish(id);
    const telling = notices();
    telling.begin(submit);
    await expect.poll(() => sent).toEqual(["m2", "m3"]);
    await expect.poll(() => telling.degradations).toEqual([expect.stringContaining("1 ")]);
    await telling.end();
  });
});
