// {modern HTTP, stdio, older client, no elicitation, stateless legacy} × {accept, decline, cancel}
import { describe, expect, test, vi } from "vitest";
import {
  ANN,
  httpHost,
  openWorld,
  serveHttp,
  stdioHost,
  type Host,
  type HostOptions,
  type World,
} from "./support.ts";

// Some of the servers are processes of their own.
vi.setConfig({ testTimeout: 90_000 });

const ALL = ["accept", "decline", "cancel"] as const;

describe("a host that can ask its user", () => {
  const hosts: readonly (readonly [
    string,
    (world: World, options: HostOptions) => Promise<Host>,
    HostOptions["era"],
  ])[] = [
    ["modern HTTP", async (world, options) => httpHost(await serveHttp(world), options), "modern"],
    ["stdio", stdioHost, "modern"],
    ["an older client over stdio", stdioHost, "legacy"],
  ];

  test.each(hosts)("%s: accept sends, decline and cancel do not", async (_name, open, era) => {
    const world = await openWorld();
    const host = await open(world, { era, answers: ALL });

    const accepted = await host.send(ANN, "Accepted.");
    expect(accepted).toMatchObject({ status: "accepted", to: ANN });
    expect(accepted.evidence?.[0]?.grade).toHaveProperty("strength");
    expect(await host.send(ANN, "Declined.")).toMatchObject({ status: "declined" });
    const cancelled = await host.send(ANN, "Cancelled.");
    expect(cancelled).toMatchObject({ status: "confirmation_required" });

    expect(world.textsTo(ANN)).toEqual(["Accepted."]);
    expect(host.shown).toHaveLength(3);
    expect(host.shown[1]).toBe(
      [
        "Send this message for you?",
        `To: ${ANN} (one person)`,
        "The contact has not been released for good.",
        "The whole text, 9 characters in 1 line:",
        "> Declined.",
        "End of the text.",
      ].join("\n"),
    );
    expect(await host.status(cancelled.message_id)).toMatchObject({
      status: "confirmation_required",
    });
  });

  test.each(hosts)("%s: always is asked once", async (_name, open, era) => {
    const world = await openWorld();
    const host = await open(world, { era, answers: ["always"] });
    await host.send(ANN, "First.");
    expect(await host.send(ANN, "Second.")).toMatchObject({ status: "accepted" });
    expect(host.shown).toHaveLength(1);
    expect(world.textsTo(ANN)).toEqual(["First.", "Second."]);
  });
});

describe("a host that cannot", () => {
  const hosts: readonly (readonly [string, HostOptions])[] = [
    ["modern, without elicitation", { era: "modern", answers: null }],
    ["legacy, without elicitation", { era: "legacy", answers: null }],
    ["stateless legacy, though it declares elicitation", { era: "legacy", answers: ALL }],
  ];

  test.each(hosts)(
    "%s: the person decides elsewhere, and the server sends",
    async (_name, options) => {
      const world = await openWorld();
      const served = await serveHttp(world);
      const host = await httpHost(served, options);
      const results = [];
      for (const text of ["Accepted.", "Declined.", "Cancelled."])
        results.push(await host.send(ANN, text));
      expect(results.map(({ status }) => status)).toEqual(Array(3).fill("confirmation_required"));
      expect(host.shown).toEqual([]);
      await served.skill.work();
      expect(world.textsTo(ANN)).toEqual([]);

      const [accepted, declined, cancelled] = results.map(({ message_id }) => message_id ?? "");
      const by = "terminal";
      expect(served.skill.decide({ id: accepted ?? "", choice: "once", by }).ok).toBe(true);
      expect(served.skill.decide({ id: declined ?? "", choice: "no", by }).ok).toBe(true);
      await served.skill.work();
      await served.skill.work();
      expect(world.textsTo(ANN)).toEqual(["Accepted."]);
      expect(await host.status(accepted ?? "")).toMatchObject({ status: "accepted" });
      expect(await host.status(declined ?? "")).toMatchObject({ status: "declined" });
      expect(await host.status(cancelled ?? "")).toMatchObject({ status: "confirmation_required" });
    },
  );

  test("over stdio the answer is the same", async () => {
    const world = await openWorld();
    const host = await stdioHost(world, { era: "modern", answers: null });
    expect(await host.send(ANN, "Hello.")).toMatchObject({ status: "confirmation_required" });
    expect(world.textsTo(ANN)).toEqual([]);
  });
});

test("where elicitation is not in the operator's order a host's user is not asked", async () => {
  const world = await openWorld('approval = { order = ["terminal"] }');
  const host = await httpHost(await serveHttp(world), { era: "modern", answers: ["accept"] });
  expect(await host.send(ANN, "Hello.")).toMatchObject({ status: "confirmation_required" });
  expect(host.shown).toEqual([]);
  expect(world.textsTo(ANN)).toEqual([]);
});

test("draft mode asks for every message and offers no release", async () => {
  const world = await openWorld('mode = "draft"');
  const host = await httpHost(await serveHttp(world), {
    era: "modern",
    answers: ["always", "cancel"],
  });
  expect(await host.send(ANN, "First.")).toMatchObject({ status: "accepted" });
  expect(await host.send(ANN, "Second.")).toMatchObject({ status: "draft" });
  expect(host.shown[0]).toMatch(/^A message was drafted for you/);
  expect(world.textsTo(ANN)).toEqual(["First."]);
});
