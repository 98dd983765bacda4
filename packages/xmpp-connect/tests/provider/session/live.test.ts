// The session on a real server (Prosody), with a peer that shares nothing with it.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NS } from "../../../src/model/namespaces.ts";
import { child, type XmlElement } from "../../../src/model/xml.ts";
import { makeClient, type Client, type ClientOptions } from "../../support/client.ts";
import { Peer, type PeerOptions } from "../../support/peer.ts";
import { PROSODY, startProsody, type Prosody } from "../../support/prosody.ts";
import { startProxy, type Proxy } from "../../support/proxy.ts";

const signal = new AbortController().signal;
const ANN = "ann@xmpp.test";

describe.skipIf(PROSODY === "")("a session on Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: ["desk", "ann", "bob", "eve"],
      contacts: [
        ["desk", "ann"],
        ["desk", "bob"],
      ],
    });
  });
  afterAll(async () => server?.stop());

  const client = async (options: Partial<ClientOptions> = {}): Promise<Client> => {
    const made = makeClient({ port: server.port, caFile: server.certificates.ca, ...options });
    onTestFinished(async () => made.transport.stop?.());
    await made.start();
    await made.reported("connected");
    return made;
  };
  const peer = async (options: PeerOptions): Promise<Peer> => {
    const made = await Peer.connect(server, options);
    onTestFinished(async () => made.close());
    return made;
  };
  const proxied = async (): Promise<Proxy> => {
    const proxy = await startProxy(server.port);
    onTestFinished(async () => proxy.stop());
    return proxy;
  };
  const hasReceipt =
    (id: string) =>
    ({ stanza }: { stanza: XmlElement }): boolean =>
      child(stanza, "received", NS.receipts)?.attributes["id"] === id;

  test("sends, is acknowledged, and takes in the receipt", async () => {
    await peer({ user: "ann", receipts: true });
    const desk = await client();
    const one = desk.submission(ANN, 'Hällo 🎈 & <so> "weiter"');
    await expect(desk.transport.submit(one, signal)).resolves.toEqual({
      kind: "accepted",
      by: "acknowledged",
      archiveId: null,
      recipient: "available",
      offlineStore: true,
    });
    const receipt = await desk.awaits(hasReceipt(one.stanzaId));
    expect(receipt).toMatchObject({ arrived: "live", headers: { "x-subscription": "both" } });
    expect(receipt.stanza.attributes["from"]).toBe("ann@xmpp.test/peer");
    // The server keeps receipts, and its own id is the one that counts.
    expect(receipt.headers["x-archive-id"]).toMatch(/./);
  });

  test.each(["starttls", "direct"] as const)(
    "connects by %s, and says what it found",
    async (mode) => {
      const desk = await client({
        port: mode === "direct" ? server.directPort : server.port,
        settings: { tls: { mode, ca_file: server.certificates.ca } },
      });
      expect(desk.transport.health()).toMatchObject({ credentials: "valid" });
      expect(desk.transport.channel()).toMatchObject({
        stream: "connected",
        authentication: "authenticated",
        tls: "active",
      });
      expect(desk.transport.channel().extensions).toEqual(
        expect.arrayContaining([
          "urn:xmpp:sm:3",
          "urn:xmpp:mam:2",
          "urn:xmpp:carbons:2",
          "msgoffline",
        ]),
      );
      expect(desk.transport.features()).toEqual([
        "client_to_server",
        "delivery_receipts",
        "displayed_markers",
        "chat_state_notifications",
        "stream_management",
        "message_archive_management",
      ]);
      expect(desk.transport.roster?.()).toEqual(
        expect.arrayContaining([{ jid: ANN, subscription: "both" }]),
      );
    },
  );

  test("looks its server up in DNS where none is configured", async () => {
    const asked: string[] = [];
    await client({
      settings: { host: undefined, port: undefined },
      srv: async (name) => {
        asked.push(name);
        return [
          { name: "127.0.0.1", port: 1, priority: 1, weight: 0 },
          { name: "127.0.0.1", port: server.port, priority: 2, weight: 0 },
        ];
      },
    });
    expect(asked).toEqual(["_xmpp-client._tcp.xmpp.test"]);
  });

  test("authenticates with SCRAM-SHA-1, too", async () => {
    const desk = await client({ settings: { mechanisms: ["SCRAM-SHA-1"] } });
    expect(desk.transport.health().credentials).toBe("valid");
  });

  test("the tests' own client says so where it is refused", async () => {
    await expect(peer({ user: "ann", password: "wrong" })).rejects.toThrow(/refuses the login/);
  });

  test("a wrong password is a refusal of the credentials", async () => {
    const desk = makeClient({
      port: server.port,
      caFile: server.certificates.ca,
      password: "wrong",
    });
    onTestFinished(async () => desk.transport.stop?.());
    await desk.start();
    expect(await desk.reported("authentication_failed")).toBe(
      "authentication_failed not-authorized",
    );
  });

  test("a message to somebody who is away is taken, and delivered later with a receipt", async () => {
    const desk = await client();
    const bob = await peer({ user: "bob" });
    await desk.awaits(({ stanza }) => stanza.attributes["from"] === bob.full);
    await bob.close();
    await desk.awaits(
      ({ stanza }) =>
        stanza.attributes["type"] === "unavailable" && stanza.attributes["from"] === bob.full,
    );
    const one = desk.submission("bob@xmpp.test", "for later");
    await expect(desk.transport.submit(one, signal)).resolves.toMatchObject({
      kind: "accepted",
      recipient: "unavailable",
      offlineStore: true,
    });
    const back = await Peer.connect(server, { user: "bob", receipts: true });
    onTestFinished(async () => back.close());
    const delivered = await back.message("for later");
    expect(child(delivered, "delay", NS.delay)).not.toBeNull();
    await desk.awaits(hasReceipt(one.stanzaId));
  });

  test("of somebody who is no contact the presence is unknown", async () => {
    const desk = await client();
    await peer({ user: "eve" });
    await expect(desk.send("eve@xmpp.test", "hello")).resolves.toMatchObject({
      kind: "accepted",
      recipient: "unknown",
    });
    await expect(desk.send("nobody@elsewhere.test", "hello")).resolves.toMatchObject({
      kind: "accepted",
      offlineStore: null,
    });
    const bounce = await desk.awaits(({ stanza }) => stanza.attributes["type"] === "error");
    expect(bounce.stanza.attributes["from"]).toBe("nobody@elsewhere.test");
  });

  test("large texts of other alphabets arrive whole, in both directions", async () => {
    const ann = await peer({ user: "ann" });
    const desk = await client();
    const text = "Ünïcödé 漢字 🎈 ".repeat(2_500);
    await desk.send(ANN, text);
    await ann.message(text);
    ann.say("desk@xmpp.test", text);
    expect((await desk.awaits(({ body }) => body === text)).arrived).toBe("live");
  });

  test("a connection that breaks is taken up again: nothing is lost, nothing comes twice", async () => {
    const proxy = await proxied();
    const ann = await peer({ user: "ann" });
    const desk = await client({ port: proxy.port });
    await desk.send(ANN, "before");
    proxy.refuse(true);
    proxy.cut();
    await desk.reported("unavailable");
    await expect(desk.send(ANN, "nobody can send this")).resolves.toMatchObject({
      kind: "not_sent",
      reason: "There is no session.",
    });
    ann.say("desk@xmpp.test", "while you were away");
    proxy.refuse(false);
    await desk.reported("connected resumed");
    await desk.awaits(({ body }) => body === "while you were away");
    await desk.send(ANN, "after");
    await ann.message("after");
    expect(ann.bodies()).toEqual(["before", "after"]);
    expect(desk.handed.filter(({ body }) => body === "while you were away")).toHaveLength(1);
  });

  test("a stanza whose acknowledgement was lost on the way is acknowledged after the resumption", async () => {
    const proxy = await proxied();
    const ann = await peer({ user: "ann" });
    const desk = await client({ port: proxy.port });
    proxy.cutAfter(0, "down");
    await expect(desk.send(ANN, "the answer is lost")).resolves.toMatchObject({
      kind: "accepted",
      by: "acknowledged",
    });
    await ann.message("the answer is lost");
    expect(ann.bodies()).toEqual(["the answer is lost"]);
  });

  test("a session of its own that another takes over is not fought for", async () => {
    const desk = await client({ timeouts: { reconnect_most: 3_600_000 } });
    // Two of one account do not disturb each other: their resources are random.
    const other = await client();
    await desk.send(ANN, "one");
    await other.send(ANN, "two");
    expect(desk.reports).toEqual(["connected"]);
    expect(other.reports).toEqual(["connected"]);
  });

  test("a request to see our presence is answered as configured", async () => {
    const isDeskThere = ({ name, attributes: { from = "", type } }: XmlElement): boolean =>
      name === "presence" && from.startsWith("desk@xmpp.test/") && type === undefined;
    const desk = await client({ settings: { subscription: "accept_known" } });
    const eve = await peer({ user: "eve" });
    eve.send(`<presence type="subscribe" to="desk@xmpp.test"/>`);
    await desk.awaits(({ stanza }) => stanza.attributes["type"] === "subscribe");
    const question = await eve.ask("get", `<ping xmlns="urn:xmpp:ping"/>`);
    expect(question.attributes["type"]).toBe("result");
    expect(eve.stanzas.filter(isDeskThere)).toEqual([]);
    await desk.transport.stop?.();
    await client({ settings: { subscription: "accept_all" } });
    await eve.awaits(isDeskThere);
  });

  test("copies of what other clients receive come in as copies, and forged ones do not", async () => {
    const eve = await peer({ user: "eve" });
    const desk = await client();
    const phone = await peer({ user: "desk", resource: "phone" });
    eve.say(phone.full, "to the phone alone");
    expect((await desk.awaits(({ body }) => body === "to the phone alone")).arrived).toBe("carbon");
    const forged = (name: string): string =>
      `<${name} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="ann@xmpp.test/x" to="desk@xmpp.test" type="chat"><body>forged</body></message></forwarded></${name}>`;
    eve.say("desk@xmpp.test", "", forged("received"));
    eve.say(
      "desk@xmpp.test",
      "",
      `<result xmlns="urn:xmpp:mam:2" queryid="x" id="y"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="ann@xmpp.test/x"><body>forged</body></message></forwarded></result>`,
    );
    eve.say("desk@xmpp.test", "afterwards");
    await desk.awaits(({ body }) => body === "afterwards");
    expect(JSON.stringify(desk.handed)).not.toContain("forged");
    expect(desk.transport.health().degradations).toContain(
      "Forged copies or archive results were ignored.",
    );
  });

  test("a stanza-id that somebody else has put there is not taken for the archive's", async () => {
    const eve = await peer({ user: "eve" });
    const desk = await client();
    eve.say(
      "desk@xmpp.test",
      "with a forged id",
      `<stanza-id xmlns="urn:xmpp:sid:0" by="desk@xmpp.test" id="forged"/>`,
    );
    eve.say("desk@xmpp.test", "without");
    const forged = await desk.awaits(({ body }) => body === "with a forged id");
    const plain = await desk.awaits(({ body }) => body === "without");
    expect(forged.headers["x-archive-id"]).not.toBe("forged");
    expect(plain.headers["x-archive-id"]).toMatch(/./);
  });

  test("a ping is answered, a question of what it is, too, and anything else is refused", async () => {
    const desk = await client();
    const ann = await peer({ user: "ann" });
    const one = desk.submission(ANN, "who are you");
    await desk.transport.submit(one, signal);
    const from = (await ann.message("who are you")).attributes["from"] ?? "";
    const ping = await ann.ask("get", `<ping xmlns="urn:xmpp:ping"/>`, from);
    expect(ping.attributes["type"]).toBe("result");
    const info = await ann.ask(
      "get",
      `<query xmlns="http://jabber.org/protocol/disco#info"/>`,
      from,
    );
    expect(JSON.stringify(info)).toContain(`"category":"client"`);
    const version = await ann.ask("get", `<query xmlns="jabber:iq:version"/>`, from);
    expect(JSON.stringify(version)).toContain("service-unavailable");
  });

  test("a message of ours is found in the archive by its origin-id, and one that never was is not", async () => {
    const desk = await client();
    const one = desk.submission(ANN, "look me up");
    await desk.transport.submit(one, signal);
    await expect(desk.transport.lookup?.(one, signal)).resolves.toMatchObject({
      kind: "accepted",
      by: "archived",
      archiveId: expect.stringMatching(/./),
    });
    const other = desk.submission(ANN, "never sent");
    await expect(desk.transport.lookup?.(other, signal)).resolves.toBeNull();
  });

  test("what came while it was stopped is read from the archive, once and in order", async () => {
    const position = { text: null };
    const first = await client({ position, user: "bob" });
    const ann = await peer({ user: "ann" });
    ann.say("bob@xmpp.test", "seen live");
    await first.awaits(({ body }) => body === "seen live");
    await first.transport.stop?.();
    const bodies = Array.from({ length: 120 }, (_, index) => `missed ${index}`);
    for (const body of bodies) ann.say("bob@xmpp.test", body);
    await ann.ask("get", `<ping xmlns="urn:xmpp:ping"/>`);
    const second = await client({ position, user: "bob" });
    const archived = () => second.handed.filter(({ arrived }) => arrived === "archive");
    await second.awaits(({ body, arrived }) => body === "missed 119" && arrived === "archive");
    expect(archived().map(({ body }) => body)).toEqual(bodies);
    expect(archived().every(({ headers }) => headers["x-archive-id"] !== "")).toBe(true);
    await second.transport.stop?.();
    const third = await client({ position, user: "bob" });
    ann.say("bob@xmpp.test", "live again");
    await third.awaits(({ body }) => body === "live again");
    expect(third.handed.filter(({ body }) => body.startsWith("missed"))).toEqual([]);
  });

  test("what a killed process had received and not kept comes to the next one", async () => {
    const position = { text: null };
    const proxy = await proxied();
    const first = await client({
      position,
      user: "bob",
      port: proxy.port,
      // It is killed while it keeps these.
      keep: async ({ body }) =>
        body.startsWith("dying") ? new Promise<void>(() => undefined) : undefined,
      timeouts: { answer: 100 },
    });
    const ann = await peer({ user: "ann" });
    ann.say("bob@xmpp.test", "kept");
    await first.awaits(({ body }) => body === "kept");
    await expect.poll(() => position.text).not.toBeNull();
    for (let index = 0; index < 5; index += 1) ann.say("bob@xmpp.test", `dying ${index}`);
    await ann.ask("get", `<ping xmlns="urn:xmpp:ping"/>`);
    proxy.refuse(true);
    proxy.cut();
    await first.reported("unavailable");
    const second = await client({ position, user: "bob" });
    for (let index = 0; index < 5; index += 1)
      await second.awaits(({ body }) => body === `dying ${index}`);
    expect(first.handed.some(({ body }) => body.startsWith("dying"))).toBe(false);
  });
});
