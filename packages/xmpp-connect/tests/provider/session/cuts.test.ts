// What becomes of messages when connections break, at whatever byte: on a real server, behind a proxy that breaks them.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Submitted } from "../../../src/provider/port.ts";
import { makeClient, type Client, type ClientOptions } from "../../support/client.ts";
import { Peer } from "../../support/peer.ts";
import { PROSODY, startProsody, type Prosody } from "../../support/prosody.ts";
import { startProxy, type Proxy } from "../../support/proxy.ts";
import { seeded } from "../../support/seeded.ts";

const ANN = "ann@xmpp.test";
const options = {
  users: ["desk", "ann"],
  contacts: [["desk", "ann"]],
} as const;

describe.skipIf(PROSODY === "")("connections that break", () => {
  let server: Prosody;
  let proxy: Proxy;
  let ann: Peer;
  beforeAll(async () => {
    // Without an archive: its disk would be what is measured.
    server = await startProsody({ ...options, without: ["mam"] });
    proxy = await startProxy(server.port);
    ann = await Peer.connect(server, { user: "ann" });
  });
  afterAll(async () => {
    await ann?.close();
    await proxy?.stop();
    await server?.stop();
  });
  const client = async (more: Partial<ClientOptions> = {}): Promise<Client> => {
    const made = makeClient({ port: proxy.port, caFile: server.certificates.ca, ...more });
    onTestFinished(async () => made.transport.stop?.());
    await made.start();
    await made.reported("connected");
    return made;
  };
  const count = (bodies: readonly string[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const body of bodies) counts.set(body, (counts.get(body) ?? 0) + 1);
    return counts;
  };

  test.each([1, 2, 3])(
    "of 400 messages under cuts none comes twice, and none is lost without being said so (seed %i)",
    { timeout: 60_000 },
    async (seed) => {
      const random = seeded(seed);
      const desk = await client({ timeouts: { reconnect_first: 5, reconnect_most: 50 } });
      const before = proxy.connections;
      const outcomes = new Map<string, Submitted>();
      const sendOne = async (body: string): Promise<void> => {
        for (;;) {
          const outcome = await desk.send(ANN, body);
          if (outcome.kind === "not_sent") {
            // As the engine does: later, because nothing was sent.
            await new Promise((resolve) => setImmediate(resolve));
            continue;
          }
          outcomes.set(body, outcome);
          break;
        }
      };
      const bodies = Array.from({ length: 400 }, (_, index) => `${seed}/${index}`);
      const rest = bodies.values();
      const sender = async (): Promise<void> => {
        for (const body of rest) {
          // Somewhere within one of the next stanzas or acknowledgements.
          if (random() < 0.03)
            proxy.cutAfter(Math.floor(random() * 2_000), random() < 0.5 ? "up" : "down");
          await sendOne(body);
        }
      };
      await Promise.all(Array.from({ length: 16 }, sender));
      await ann.ask("get", `<ping xmlns="urn:xmpp:ping"/>`);
      const received = count(ann.bodies().filter((body) => body.startsWith(`${seed}/`)));
      expect([...received.values()].filter((times) => times > 1)).toEqual([]);
      const accepted = bodies.filter((body) => outcomes.get(body)?.kind === "accepted");
      expect(accepted.filter((body) => !received.has(body))).toEqual([]);
      // The test would prove nothing if nothing broke, or nothing got through.
      expect(proxy.connections - before).toBeGreaterThan(3);
      expect(accepted.length).toBeGreaterThan(300);
    },
  );

  test("what came in before a cut and was not kept comes again, and nothing is missing", async () => {
    let broken = 0;
    const desk = await client({
      keep: async ({ body }) => {
        if (body === "in/20" && broken < 2) {
          broken += 1;
          throw new Error("The store is away.");
        }
      },
    });
    for (let index = 0; index < 40; index += 1) ann.say("desk@xmpp.test", `in/${index}`);
    await desk.awaits(({ body }) => body === "in/39");
    await desk.awaits(({ body }) => body === "in/20");
    expect(broken).toBe(2);
    const came = new Set(
      desk.handed.map(({ body }) => body).filter((body) => body.startsWith("in/")),
    );
    expect(came.size).toBe(40);
  });

  test("a message that the server has when a session is lost for good is unknown, or known to be taken, never sent again", async () => {
    const desk = await client({ timeouts: { reconnect_first: 5, answer: 300 } });
    proxy.stall(true);
    const sending = desk.send(ANN, "into the stall");
    proxy.refuse(true);
    await desk.reported("unavailable");
    // A new server process knows nothing of the session.
    await ann.close();
    await server.restart();
    ann = await Peer.connect(server, { user: "ann" });
    proxy.stall(false);
    proxy.refuse(false);
    await expect(sending).resolves.toMatchObject({ kind: "unknown" });
    await expect.poll(() => desk.transport.channel().stream, { timeout: 10_000 }).toBe("connected");
    await desk.send(ANN, "in the new session");
    await ann.message("in the new session");
    expect(ann.bodies()).toEqual(["in the new session"]);
  });

  test("after a login without resumption presence is announced and copies are asked for again", async () => {
    const desk = await client();
    await ann.close();
    await server.restart();
    ann = await Peer.connect(server, { user: "ann" });
    await ann.awaits(
      ({ name, attributes }) =>
        name === "presence" && (attributes["from"] ?? "").startsWith("desk@xmpp.test/"),
    );
    await expect(desk.send(ANN, "again")).resolves.toMatchObject({
      kind: "accepted",
      recipient: "available",
    });
    expect(desk.transport.health().degradations).not.toContain(
      "What other clients of the account receive is not copied here (XEP-0280).",
    );
  });
});

describe.skipIf(PROSODY === "")("a server without stream management", () => {
  let server: Prosody;
  let ann: Peer;
  beforeAll(async () => {
    server = await startProsody({ ...options, without: ["smacks", "mam", "carbons"] });
    ann = await Peer.connect(server, { user: "ann" });
  });
  afterAll(async () => {
    await ann?.close();
    await server?.stop();
  });

  test("has taken what it answers after, and what it never answered after is unknown", async () => {
    const proxy = await startProxy(server.port);
    onTestFinished(async () => proxy.stop());
    const desk = makeClient({ port: proxy.port, caFile: server.certificates.ca });
    onTestFinished(async () => desk.transport.stop?.());
    await desk.start();
    await desk.reported("connected");
    expect(desk.transport.features()).not.toContain("stream_management");
    const bodies = Array.from({ length: 100 }, (_, index) => `plain ${index}`);
    const outcomes = await Promise.all(bodies.map((body) => desk.send(ANN, body)));
    expect(
      new Set(outcomes.map((each) => (each.kind === "accepted" ? each.by : each.kind))),
    ).toEqual(new Set(["answered_after"]));
    expect(await ann.received(100)).toEqual(bodies);
    expect(desk.transport.health()).toMatchObject({
      degradations: expect.arrayContaining(["The server does not acknowledge stanzas (XEP-0198)."]),
    });
    proxy.cutAfter(0, "down");
    await expect(desk.send(ANN, "nobody answers")).resolves.toMatchObject({ kind: "unknown" });
  });
});
