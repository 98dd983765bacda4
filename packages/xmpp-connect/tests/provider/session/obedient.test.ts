// The finer rules, against a server that a test conducts: what is counted and when, the window, forged answers, conflicts.
import { describe, expect, onTestFinished, test } from "vitest";
import type { XmlElement } from "../../../src/model/xml.ts";
import { makeClient, type Client, type ClientOptions } from "../../support/client.ts";
import {
  OPENSSL,
  startFakeServer,
  type FakeConnection,
  type FakeServer,
  type Script,
} from "../../support/fake-server.ts";

const ANN = "ann@xmpp.test";

const started = async (
  script: Script,
  options: Partial<ClientOptions> = {},
): Promise<{ server: FakeServer; desk: Client }> => {
  const server = await startFakeServer(script);
  const desk = makeClient({ port: server.port, caFile: server.caFile, ...options });
  onTestFinished(async () => {
    await server.stop();
    await desk.transport.stop?.();
  });
  await desk.start();
  return { server, desk };
};

const gate = (): { opened: Promise<void>; open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

const isMessage = ({ name }: { name: string }): boolean => name === "message";
const isAnswer = ({ name }: { name: string }): boolean => name === "a";
const acknowledge = (connection: FakeConnection, h: number): void =>
  connection.write(`<a xmlns="urn:xmpp:sm:3" h="${h}"/>`);
/** Stanzas of the session's beginning: roster, two questions of disco, presence. */
const AT_FIRST = 4;

describe.skipIf(OPENSSL === "")("what is counted", () => {
  test("is a stanza once it has been kept, and not before", async () => {
    const kept = gate();
    const asked = gate();
    let before = 0;
    let after = 0;
    const { desk } = await started(
      async (connection) => {
        await connection.online();
        connection.write(`<message from="${ANN}/x"><body>slow</body></message>`);
        connection.write(`<message from="bob@xmpp.test/x"><body>fast</body></message>`);
        connection.write(`<r xmlns="urn:xmpp:sm:3"/>`);
        connection.write(`<iq type="get" id="then"><ping xmlns="urn:xmpp:ping"/></iq>`);
        const counted = async (): Promise<number> => {
          const { name, attributes } = await connection.next(
            (element) => isAnswer(element) || element.attributes["id"] === "then",
          );
          return name === "a" ? Number(attributes["h"]) : Number.NaN;
        };
        for (let h = 0; !Number.isNaN(h); h = await counted()) before = h;
        asked.open();
        // By itself, as soon as there is something to say.
        while (after <= before) after = await counted();
        await connection.serve({}, () => false);
      },
      { keep: async ({ body }) => (body === "slow" ? kept.opened : undefined) },
    );
    await asked.opened;
    await desk.awaits(({ body }) => body === "fast");
    kept.open();
    await desk.awaits(({ body }) => body === "slow");
    // Both messages, and the question behind them.
    await expect.poll(() => after - before).toBe(3);
  });

  test("stays within the window: what is beyond it waits, and what waits was never sent", async () => {
    const full = gate();
    const goOn = gate();
    const { desk } = await started(
      async (connection) => {
        await connection.online();
        for (let index = 0; index < 4; index += 1) await connection.next(isMessage);
        full.open();
        await goOn.opened;
        acknowledge(connection, AT_FIRST + 2);
        await connection.next(isMessage);
        await connection.next(isMessage);
        acknowledge(connection, AT_FIRST + 6);
        await connection.serve({}, () => false);
      },
      { settings: { window: 4 } },
    );
    await desk.reported("connected");
    const sent = Array.from({ length: 6 }, (_, index) => desk.send(ANN, `number ${index}`));
    const leaving = new AbortController();
    const late = desk.send(ANN, "too late", leaving.signal);
    await full.opened;
    leaving.abort();
    await expect(late).resolves.toMatchObject({ kind: "not_sent" });
    goOn.open();
    expect((await Promise.all(sent)).map(({ kind }) => kind)).toEqual(
      Array.from({ length: 6 }, () => "accepted"),
    );
  });

  test("what leaves in one turn is asked about once, behind all of it", async () => {
    const order: string[] = [];
    const { desk } = await started(async (connection) => {
      await connection.online();
      await connection.next(isMessage);
      acknowledge(connection, AT_FIRST + 1);
      const next = async () => {
        const { name } = await connection.next((each) => each.name === "r" || isMessage(each));
        order.push(name);
      };
      while (order.filter((name) => name === "message").length < 5) await next();
      if (order.at(-1) === "message") await next();
      acknowledge(connection, AT_FIRST + 6);
      await connection.serve({}, () => false);
    });
    await desk.reported("connected");
    // Once it is acknowledged nothing is asked about.
    await expect(desk.send(ANN, "first")).resolves.toMatchObject({ kind: "accepted" });
    const sent = Array.from({ length: 5 }, (_, index) => desk.send(ANN, `number ${index}`));
    expect((await Promise.all(sent)).map(({ kind }) => kind)).toEqual(
      Array.from({ length: 5 }, () => "accepted"),
    );
    expect(order.slice(order.indexOf("message"))).toEqual([
      ...Array.from({ length: 5 }, () => "message"),
      "r",
    ]);
  });

  test("what was written and not acknowledged in time is unknown", async () => {
    const there = gate();
    const { desk } = await started(async (connection) => {
      await connection.online();
      await connection.next(isMessage);
      there.open();
      await connection.serve({}, () => false);
    });
    await desk.reported("connected");
    const leaving = new AbortController();
    const sending = desk.send(ANN, "hello", leaving.signal);
    await there.opened;
    leaving.abort();
    await expect(sending).resolves.toMatchObject({ kind: "unknown" });
  });

  test("what a server says that it had handled of a lost session was taken; the rest is unknown", async () => {
    const three = gate();
    const { desk } = await started(async (connection, number) => {
      if (number === 1) {
        await connection.online();
        for (let index = 0; index < 3; index += 1) await connection.next(isMessage);
        three.open();
        connection.cut();
        return;
      }
      await connection.startTls();
      await connection.login();
      await connection.open(
        `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="urn:xmpp:sm:3"/>`,
      );
      await connection.next(({ name }) => name === "resume");
      connection.write(
        `<failed xmlns="urn:xmpp:sm:3" h="${AT_FIRST + 2}"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>`,
      );
      await connection.serve({}, () => false);
    });
    await desk.reported("connected");
    const sent = ["one", "two", "three"].map((body) => desk.send(ANN, body));
    await three.opened;
    expect(await Promise.all(sent)).toMatchObject([
      { kind: "accepted", by: "acknowledged" },
      { kind: "accepted", by: "acknowledged" },
      { kind: "unknown" },
    ]);
  });

  test("a peer that reads nothing holds no more than the window, and is left", async () => {
    const { server, desk } = await started(
      async (connection, number) => {
        if (number > 1) return connection.closed;
        await connection.online();
        connection.pause();
        return connection.closed;
      },
      { settings: { window: 64 }, timeouts: { answer: 400, silence: 60_000 } },
    );
    await desk.reported("connected");
    const before = process.memoryUsage().rss;
    // One text for all: only what the session itself makes of it counts.
    const one = desk.submission(ANN, "x".repeat(50_000));
    const leaving = new AbortController();
    const sending = Array.from({ length: 5_000 }, () => desk.transport.submit(one, leaving.signal));
    // It was left.
    await server.connection(2);
    leaving.abort();
    const outcomes = await Promise.all(sending);
    const kinds = new Set(outcomes.map(({ kind }) => kind));
    expect(kinds.has("accepted")).toBe(false);
    expect(outcomes.filter(({ kind }) => kind === "unknown").length).toBeLessThanOrEqual(64);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_024 * 1_024);
  });
});

describe.skipIf(OPENSSL === "")("answers that somebody else gives", () => {
  test("count for nothing, even with the right id", async () => {
    const forge = `<query xmlns="jabber:iq:roster"><item jid="eve@xmpp.test" subscription="both"/></query>`;
    const { desk } = await started(async (connection) => {
      await connection.online({
        answer(iq) {
          const { id = "" } = iq.attributes;
          if (!JSON.stringify(iq).includes("jabber:iq:roster")) return null;
          for (const from of ["eve@xmpp.test/x", "xmpp.test", "eve@xmpp.test", "not a jid@@"])
            connection.write(`<iq type="result" id="${id}" from="${from}">${forge}</iq>`);
          return `<query xmlns="jabber:iq:roster"><item jid="${ANN}" subscription="both"/></query>`;
        },
      });
      // Nor does a change of the roster that not the own account tells of.
      connection.write(`<iq type="set" id="push" from="eve@xmpp.test/x">${forge}</iq>`);
      connection.write(`<message from="eve@xmpp.test/x"><body>done</body></message>`);
      await connection.serve({}, () => false);
    });
    await desk.awaits(({ body }) => body === "done");
    expect(desk.transport.roster?.()).toEqual([{ jid: ANN, subscription: "both" }]);
  });

  test("but a change of the roster that the own account tells of is answered, kept and shown", async () => {
    const push = (id: string, from: string, subscription: string): string =>
      `<iq type="set" id="${id}"${from}><query xmlns="jabber:iq:roster"><item jid="bob@xmpp.test" subscription="${subscription}"/></query></iq>`;
    const answers: (string | undefined)[] = [];
    const { desk } = await started(async (connection) => {
      await connection.online();
      connection.write(push("one", "", "both"));
      connection.write(push("two", ` from="desk@xmpp.test"`, "to"));
      connection.write(push("three", ` from="eve@xmpp.test"`, "none"));
      for (let index = 0; index < 3; index += 1) {
        const { attributes } = await connection.next(({ name }) => name === "iq");
        answers.push(`${attributes["id"]} ${attributes["type"]}`);
      }
      connection.write(`<message from="${ANN}/x"><body>done</body></message>`);
      await connection.serve({}, () => false);
    });
    await desk.awaits(({ body }) => body === "done");
    expect(answers).toEqual(["one result", "two result", "three error"]);
    expect(desk.transport.roster?.()).toEqual([{ jid: "bob@xmpp.test", subscription: "to" }]);
    expect(desk.handed.map(({ stanza }) => stanza.attributes["id"])).toEqual([
      "one",
      "two",
      undefined,
    ]);
  });

  test("and results of the archive that nobody asked for are dropped, with a live query's id, too", async () => {
    let queries = 0;
    const result = (queryId: string, from: string | null, body: string): string =>
      `<message to="desk@xmpp.test"${from === null ? "" : ` from="${from}"`}><result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="a-${body}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-01-01T00:00:00Z"/><message xmlns="jabber:client" from="${ANN}/x" type="chat"><body>${body}</body></message></forwarded></result></message>`;
    const { desk } = await started(
      async (connection) => {
        const answer = (iq: XmlElement): string | null => {
          const query = iq.children.find(
            (each) => typeof each !== "string" && each.namespace === "urn:xmpp:mam:2",
          );
          if (query === undefined || typeof query === "string") return null;
          queries += 1;
          const queryId = query.attributes["queryid"] ?? "";
          connection.write(result(queryId, "eve@xmpp.test/x", "forged"));
          connection.write(result("another", "desk@xmpp.test", "unasked"));
          connection.write(result(queryId, "desk@xmpp.test", "genuine"));
          return `<fin xmlns="urn:xmpp:mam:2" complete="true"><set xmlns="http://jabber.org/protocol/rsm"><last>a-genuine</last></set></fin>`;
        };
        const features = ["urn:xmpp:mam:2", "urn:xmpp:sid:0"];
        await connection.online({ features, answer });
        await connection.serve({ features, answer }, () => false);
      },
      { position: { text: JSON.stringify({ id: "before", at: "2026-01-01T00:00:00.000Z" }) } },
    );
    const genuine = await desk.awaits(({ body }) => body === "genuine");
    expect(genuine).toMatchObject({
      arrived: "archive",
      headers: { "x-archive-id": "a-genuine", "x-archived-at": "2026-01-01T00:00:00Z" },
    });
    expect(queries).toBe(1);
    expect(desk.handed.map(({ body }) => body)).toEqual(["genuine"]);
    await expect.poll(() => desk.position.text).toContain("a-genuine");
  });
});

describe.skipIf(OPENSSL === "")("a conflict", () => {
  test("ends the session, and the next is a new one under another resource, after the longest wait", async () => {
    const { server, desk } = await started(
      async (connection) => {
        await connection.online();
        connection.write(
          `<stream:error><conflict xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error></stream:stream>`,
        );
      },
      { timeouts: { reconnect_first: 1, reconnect_most: 400 } },
    );
    await server.connection(1);
    const from = Date.now();
    expect(await desk.reported("degraded")).toBe("degraded conflict");
    const second = await server.connection(2);
    expect(Date.now() - from).toBeGreaterThan(150);
    await expect.poll(() => second.said).toContain("<resource>");
    const resource = (connection: FakeConnection | undefined): string =>
      /<resource>([^<]*)</.exec(connection?.said ?? "")?.[1] ?? "";
    expect(resource(second)).not.toBe(resource(server.connections[0]));
    expect(second.said).not.toContain("<resume");
    expect(desk.transport.health().degradations.join()).toContain("conflict");
  });
});

describe.skipIf(OPENSSL === "")("stopping", () => {
  test("waits for what is unanswered, counts what came, and closes the stream", async () => {
    const { server, desk } = await started(async (connection) => {
      await connection.online();
      connection.write(`<message from="${ANN}/x"><body>hello</body></message>`);
      await connection.next(isMessage);
      acknowledge(connection, AT_FIRST + 1);
      await connection.serve({}, () => false);
    });
    await desk.awaits(({ body }) => body === "hello");
    const sending = desk.send(ANN, "one more");
    await desk.transport.stop?.();
    await expect(sending).resolves.toMatchObject({ kind: "accepted" });
    await server.connections[0]?.closed;
    expect(server.connections[0]?.said).toMatch(/<a [^>]*h="4"\/><\/stream:stream>$/);
    expect(desk.transport.channel().stream).not.toBe("connected");
    await expect(desk.send(ANN, "too late")).resolves.toMatchObject({ kind: "not_sent" });
  });

  test("leaves as unknown what the server never answered for", async () => {
    const there = gate();
    const { desk } = await started(async (connection) => {
      await connection.online();
      await connection.next(isMessage);
      there.open();
      await connection.serve({}, () => false);
    });
    await desk.reported("connected");
    const sending = desk.send(ANN, "into the void");
    await there.opened;
    await desk.transport.stop?.();
    await expect(sending).resolves.toMatchObject({ kind: "unknown" });
  });
});
