// Servers that cannot be trusted, and peers that send what no peer should. Nothing of it may end the process: vitest fails
// a run with an error that nobody caught.
import { describe, expect, onTestFinished, test } from "vitest";
import { makeClient, type Client, type ClientOptions } from "../../support/client.ts";
import {
  OPENSSL,
  startFakeServer,
  type FakeConnection,
  type FakeServer,
  type Script,
} from "../../support/fake-server.ts";

const started = async (
  script: Script,
  options: Partial<ClientOptions> = {},
  names?: readonly string[],
): Promise<{ server: FakeServer; desk: Client }> => {
  const server = await startFakeServer(script, names === undefined ? {} : { names });
  const desk = makeClient({ port: server.port, caFile: server.caFile, ...options });
  onTestFinished(async () => {
    await desk.transport.stop?.();
    await server.stop();
  });
  await desk.start();
  return { server, desk };
};

const isOnline = (desk: Client): boolean => desk.reports.includes("connected");

describe.skipIf(OPENSSL === "")("a server that cannot be trusted", () => {
  test("that offers no STARTTLS gets no credentials", async () => {
    const { server, desk } = await started(async (connection) => {
      await connection.open(
        `<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`,
      );
      await connection.closed;
    });
    expect(await desk.reported("insecure")).toBe("insecure no-starttls");
    expect(server.connections[0]?.said).not.toContain("<auth");
    expect(desk.transport.channel()).toMatchObject({ stream: "failed", tls: "unavailable" });
    expect(isOnline(desk)).toBe(false);
  });

  test("that speaks on between STARTTLS and TLS is left", async () => {
    const { desk } = await started((connection) =>
      connection.startTls(`<message from="boss@xmpp.test"><body>injected</body></message>`),
    );
    expect(await desk.reported("insecure")).toMatch(/^insecure/);
    expect(desk.handed).toEqual([]);
  });

  test("whose certificate names another domain is left", async () => {
    const { desk } = await started(
      async (connection) => {
        await connection.startTls();
        await connection.login();
      },
      {},
      ["127.0.0.1", "localhost", "other.test"],
    );
    expect(await desk.reported("insecure")).toBe("insecure ERR_TLS_CERT_ALTNAME_INVALID");
    expect(desk.transport.channel().tls).toBe("failed");
  });

  test("whose certificate nobody vouches for is left", async () => {
    const { desk } = await started((connection) => connection.startTls(), { caFile: undefined });
    expect(await desk.reported("insecure")).toMatch(/UNABLE_TO_|SELF_SIGNED/);
  });

  test("that has only PLAIN gets no password", async () => {
    const { server, desk } = await started(async (connection) => {
      await connection.startTls();
      await connection.login({ mechanisms: ["PLAIN", "X-OTHER"] });
    });
    expect(await desk.reported("insecure")).toBe("insecure invalid-mechanism");
    expect(server.connections[0]?.said).not.toContain("<auth");
  });

  test.each([
    ["a wrong signature", () => Buffer.alloc(32, 7).toString("base64")],
    ["an empty one", () => ""],
    ["a shorter one", (genuine: string) => genuine.slice(0, 20)],
  ])("that proves itself by %s is not online", async (_name, signature) => {
    const { desk } = await started(async (connection) => {
      await connection.startTls();
      await connection.login({ signature });
      await connection.open(`<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>`);
    });
    expect(await desk.reported("insecure")).toBe("insecure server-signature");
    expect(isOnline(desk)).toBe(false);
    expect(desk.transport.health().connectivity).toBe("unavailable");
  });

  test("that asks for too few iterations gets no proof", async () => {
    const { server, desk } = await started(async (connection) => {
      await connection.startTls();
      await connection.login({ iterations: 1 });
    });
    expect(await desk.reported("insecure")).toBe("insecure scram");
    expect(server.connections[0]?.said).not.toContain("<response");
  });

  test.each([
    ["floods a connection before it is a session", `<x xmlns="urn:x"/>`.repeat(10_000)],
    ["opens something else than a stream", `<html><body>`],
    ["ends the stream at once", `<stream:stream xmlns:stream="http://etherx.jabber.org/streams"/>`],
  ])("that %s is left", async (_what, text) => {
    const { server, desk } = await started(async (connection, number) => {
      if (number > 1) return connection.closed;
      if (text.startsWith("<x")) {
        await connection.startTls();
        await connection.open(
          `<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`,
        );
      }
      connection.write(text);
      return connection.closed;
    });
    await (
      await server.connection(1)
    ).closed;
    await server.connection(2);
    expect(isOnline(desk)).toBe(false);
  });

  test("that refuses the password is said so, and asked again only after the longest wait", async () => {
    const { server, desk } = await started(
      async (connection) => {
        await connection.startTls();
        await connection.login();
      },
      { password: "wrong", timeouts: { reconnect_most: 3_600_000 } },
    );
    expect(await desk.reported("authentication_failed")).toBe(
      "authentication_failed not-authorized",
    );
    expect(desk.transport.health()).toMatchObject({
      connectivity: "unavailable",
      credentials: "insufficient",
    });
    const answer = await desk.send("ann@xmpp.test", "x");
    expect(answer).toMatchObject({ kind: "not_sent" });
    expect(answer.kind === "not_sent" && answer.retryAt > Date.now() + 1_000_000).toBe(true);
    expect(server.connections).toHaveLength(1);
  });
});

describe.skipIf(OPENSSL === "")("a silent server", () => {
  test("that accepts a connection and says nothing is left in time", async () => {
    const { server, desk } = await started(async (connection) => connection.closed, {
      timeouts: { connect: 150 },
    });
    await (
      await server.connection(2)
    ).closed;
    expect(desk.reports).toEqual(["unavailable silent"]);
  });

  test("that falls silent once online is asked, and then left", async () => {
    const { server } = await started(
      async (connection) => {
        await connection.online();
        await connection.next(
          ({ name, attributes }) => name === "r" && attributes["x"] === "never",
        );
      },
      { timeouts: { silence: 100, answer: 200 } },
    );
    await (
      await server.connection(1)
    ).closed;
    expect(server.connections[0]?.said).toMatch(/<r xmlns/);
    await server.connection(2);
  });
});

const afterOnline = async (
  payload: (connection: FakeConnection) => void,
  options: Partial<ClientOptions> = {},
): Promise<{ said: string; desk: Client; server: FakeServer }> => {
  const { server, desk } = await started(async (connection, number) => {
    await connection.online();
    if (number === 1) payload(connection);
    await connection.serve({}, () => false);
  }, options);
  const first = await server.connection(1);
  await first.closed;
  // It comes back by itself.
  await server.connection(2);
  return { said: first.said, desk, server };
};

describe.skipIf(OPENSSL === "")("what no peer should send", () => {
  const within = (inner: string): string =>
    `<message from="eve@xmpp.test/x"><body>${inner}</body></message>`;
  test.each([
    ["a null character", within("&#0;"), "not-well-formed"],
    ["an unknown entity", within("&unknown;"), "not-well-formed"],
    ["a comment", within("<!-- x -->"), "restricted-xml"],
    ["a processing instruction", within("<?php x ?>"), "restricted-xml"],
    ["a DTD", `<!DOCTYPE x [<!ENTITY a "aaaa">]>${within("&a;")}`, "not-well-formed"],
    ["text outside of stanzas", `hello`, "not-well-formed"],
    ["a tag that is closed by another", `<message></iq>`, "not-well-formed"],
    ["an undeclared prefix", `<x:message/>`, "not-well-formed"],
  ])("%s ends the stream with an error, and nothing else", async (_name, text, condition) => {
    const { said, desk } = await afterOnline((connection) =>
      connection.write(`${text}<presence/>`),
    );
    expect(said).toContain(`<stream:error><${condition} `);
    expect(desk.handed).toEqual([]);
  });

  test("bytes that are not UTF-8 end the stream", async () => {
    const { said } = await afterOnline((connection) => {
      connection.write(`<message from="eve@xmpp.test"><body>`);
      connection.write(Buffer.from([0xc3, 0x28, 0xff]));
    });
    expect(said).toContain("<stream:error><unsupported-encoding ");
  });

  test.each([
    ["200,000 elements within each other", "<a>".repeat(200_000)],
    ["8 MB of children", `<message>${"<a/>".repeat(2_000_000)}`],
    ["a text without end", `<message><body>${"a".repeat(8_000_000)}`],
    ["an attribute without end", `<message id="${"a".repeat(8_000_000)}`],
    ["a name without end", `<${"a".repeat(8_000_000)}`],
  ])("%s are cut off before they are a tree", async (_name, text) => {
    const before = process.memoryUsage().rss;
    const { desk } = await afterOnline((connection) => connection.write(text));
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1_024 * 1_024);
    expect(desk.handed).toEqual([]);
  });

  test("an oversized stanza counts as handled, so that the server does not send it for ever", async () => {
    const { server } = await started(
      async (connection, number) => {
        if (number === 1) {
          await connection.online();
          connection.write(`<message from="ann@xmpp.test"><body>small</body></message>`);
          connection.write(
            `<message from="eve@xmpp.test"><body>${"x".repeat(20_000)}</body></message>`,
          );
          await connection.closed;
          return;
        }
        await connection.startTls();
        await connection.login();
        await connection.open(
          `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="urn:xmpp:sm:3"/>`,
        );
        await connection.next(({ name }) => name === "resume");
        connection.write(`<failed xmlns="urn:xmpp:sm:3"/>`);
        await connection.closed;
      },
      { settings: { limits: { stanza_bytes: 10_000, depth: 32, children: 100 } } },
    );
    const second = await server.connection(2);
    const resume = await waitFor(second, /<resume [^>]*h="(\d+)"/);
    // The answers to what the session asks at its beginning, the small message, and the large one.
    const answers = server.connections[0]?.said.match(/<iq /g)?.length ?? 0;
    expect(Number(resume)).toBe(answers - 1 + 2);
  });

  test("what comes after the end of the stream is ignored", async () => {
    const { desk } = await afterOnline((connection) =>
      connection.write(
        `</stream:stream><message from="eve@xmpp.test"><body>late</body></message></x>&`,
      ),
    );
    expect(desk.handed).toEqual([]);
  });

  test("an acknowledgement of what was never sent ends the stream", async () => {
    const { said } = await afterOnline((connection) =>
      connection.write(`<a xmlns="urn:xmpp:sm:3" h="4000000"/>`),
    );
    expect(said).toContain("<stream:error><undefined-condition ");
  });
});

/** The first group of what it has said, or will say. */
async function waitFor(connection: FakeConnection, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(connection.said);
    if (found !== null) return found[1] ?? "";
    await new Promise((resolve) => setImmediate(resolve));
  }
}
