import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { NS } from "../../../src/model/namespaces.ts";
import type { XmlElement } from "../../../src/model/xml.ts";
import { ClientCapabilities } from "../../../src/provider/session/capabilities.ts";
import type { IqAnswer } from "../../../src/provider/session/iq.ts";
import { element } from "../../support/element.ts";

const ANN = "ann@xmpp.test";
const BOTH = [NS.receipts, NS.markers];
const verOf = (features: readonly string[]): string =>
  createHash("sha1")
    .update(
      features
        .toSorted()
        .map((each) => `${each}<`)
        .join(""),
    )
    .digest("base64");
const presence = (from: string, features: readonly string[] | null = null): XmlElement =>
  element(
    `<presence from="${from}">${features === null ? "" : `<c xmlns="${NS.caps}" hash="sha-1" node="n" ver="${verOf(features)}"/>`}</presence>`,
  );
const gone = (from: string): XmlElement => element(`<presence from="${from}" type="unavailable"/>`);
const answer = (from: string, features: readonly string[]): IqAnswer => ({
  ok: true,
  iq: element(
    `<iq type="result" from="${from}"><query xmlns="${NS.info}">${features.map((each) => `<feature var="${each}"/>`).join("")}</query></iq>`,
  ),
});
const can = (receipts: boolean, markers: boolean) => ({ receipts, markers });

/** Questions wait until they are answered. */
function made(subscription: "both" | "from" | null = "both") {
  const asked: { to: string | null; payload: XmlElement; answer: (given: IqAnswer) => void }[] = [];
  const told: (readonly [string, ReturnType<typeof can>])[] = [];
  const stanzas: XmlElement[] = [];
  const clients = new ClientCapabilities({
    iqs: {
      ask: (_type, to, payload) =>
        new Promise((resolve) => asked.push({ to, payload: element(payload), answer: resolve })),
    },
    subscriptionOf: () => subscription,
    told: (stanza, known) => {
      stanzas.push(stanza);
      told.push([`${stanza.name} ${stanza.attributes["from"] ?? ""}`, known]);
    },
  });
  const reply = async (at: number, given: IqAnswer): Promise<void> => {
    asked[at]?.answer(given);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { asked, told, stanzas, clients, reply };
}

describe("what clients can", () => {
  test("is asked of a client whose hash is new, by its node, and then known of all with that hash", async () => {
    const { asked, told, clients, reply } = made();
    expect(clients.take(presence(`${ANN}/a`, BOTH))).toBeNull();
    expect(clients.take(presence(`${ANN}/b`, BOTH))).toBeNull();
    expect(asked.map(({ to, payload }) => [to, payload.attributes["node"]])).toEqual([
      [`${ANN}/a`, `n#${verOf(BOTH)}`],
    ]);
    await reply(0, answer(`${ANN}/a`, BOTH));
    expect(told).toEqual([
      [`iq ${ANN}/a`, can(true, true)],
      [`presence ${ANN}/b`, can(true, true)],
    ]);
    expect(clients.take(presence("bob@xmpp.test/c", BOTH))).toEqual(can(true, true));
    expect(asked).toHaveLength(1);
    expect(clients.of(ANN)).toEqual([can(true, true), can(true, true)]);
    expect(clients.of(`${ANN}/b`)).toEqual([can(true, true)]);
  });

  test("is told with a client's newest presence, not with the one that had to wait", async () => {
    const { stanzas, clients, reply } = made();
    clients.take(presence(`${ANN}/a`, BOTH));
    clients.take(presence(`${ANN}/b`, BOTH));
    const newest = presence(`${ANN}/b`, BOTH);
    clients.take(newest);
    await reply(0, answer(`${ANN}/a`, BOTH));
    expect(stanzas[1]).toBe(newest);
  });

  test("tells of commands, too, and who asks meanwhile waits for the one answer", async () => {
    const { asked, clients, reply } = made();
    expect(await clients.hasCommands(`${ANN}/a`)).toBeNull();
    clients.take(presence(`${ANN}/a`));
    const meanwhile = clients.hasCommands(`${ANN}/a`);
    await reply(0, answer(`${ANN}/a`, [NS.commands]));
    expect(await meanwhile).toBe(true);
    clients.take(presence(`${ANN}/b`));
    await reply(1, answer(`${ANN}/b`, BOTH));
    expect(await clients.hasCommands(`${ANN}/b`)).toBe(false);
    expect(asked).toHaveLength(2);
  });

  test("holds for nobody else where the answer is not what the hash was made of", async () => {
    const { asked, clients, reply } = made();
    clients.take(presence("eve@xmpp.test/e", BOTH));
    clients.take(presence(`${ANN}/a`, BOTH));
    await reply(0, answer("eve@xmpp.test/e", []));
    expect(clients.of("eve@xmpp.test")).toEqual([can(false, false)]);
    expect(clients.of(ANN)).toEqual([null]);
    expect(asked.map(({ to }) => to)).toEqual(["eve@xmpp.test/e", `${ANN}/a`]);
    await reply(1, answer(`${ANN}/a`, BOTH));
    expect(clients.of(ANN)).toEqual([can(true, true)]);
  });

  test("is asked of a client that names no hash, and of each for itself", async () => {
    const { asked, told, clients, reply } = made();
    clients.take(presence(`${ANN}/a`));
    clients.take(presence(`${ANN}/b`));
    clients.take(presence(`${ANN}/a`));
    expect(asked.map(({ payload }) => payload.attributes["node"])).toEqual([undefined, undefined]);
    await reply(0, answer(`${ANN}/a`, [NS.receipts]));
    expect(told).toEqual([[`iq ${ANN}/a`, can(true, false)]]);
    expect(clients.of(ANN)).toEqual([can(true, false), null]);
  });

  test("stays unknown where nobody answers", async () => {
    const { clients, told, reply } = made();
    clients.take(presence(`${ANN}/a`, BOTH));
    await reply(0, { ok: false, condition: "timeout" });
    await reply(0, { ok: false, condition: "service-unavailable" });
    expect([clients.of(ANN), told]).toEqual([[null], []]);
  });

  test.each([["from"], [null]] as const)(
    "is not asked of those whose presence is not ours to see (%s)",
    (subscription) => {
      const { asked, clients } = made(subscription);
      expect(clients.take(presence(`${ANN}/a`, BOTH))).toBeNull();
      expect(asked).toEqual([]);
      expect(clients.of(ANN)).toEqual([]);
    },
  );

  test("is forgotten with the client, and an answer that comes later is nobody's", async () => {
    const { clients, reply } = made();
    clients.take(presence(`${ANN}/a`, BOTH));
    clients.take(gone(`${ANN}/a`));
    await reply(0, answer(`${ANN}/a`, BOTH));
    expect(clients.of(ANN)).toEqual([]);
    expect(clients.take(presence(`${ANN}/a`, BOTH))).toEqual(can(true, true));
    clients.take(gone(ANN));
    expect(clients.of(ANN)).toEqual([]);
  });

  test("is found out again where a client has become another", async () => {
    const { asked, clients, reply } = made();
    clients.take(presence(`${ANN}/a`, BOTH));
    await reply(0, answer(`${ANN}/a`, BOTH));
    expect(clients.take(presence(`${ANN}/a`, []))).toBeNull();
    expect(asked).toHaveLength(2);
    await reply(1, answer(`${ANN}/a`, []));
    expect(clients.of(ANN)).toEqual([can(false, false)]);
  });

  test("is asked of few at a time, whoever floods", async () => {
    const { asked, clients, reply } = made();
    for (let index = 0; index < 100; index += 1)
      clients.take(presence(`${ANN}/${index}`, [`feature ${index}`]));
    expect(asked).toHaveLength(8);
    await reply(0, answer(`${ANN}/0`, []));
    expect(asked).toHaveLength(9);
  });

  test("cannot be had by a hash that another's answer was made to fit", async () => {
    const { clients, reply } = made();
    const honest = ["a", NS.receipts];
    clients.take(presence("eve@xmpp.test/e", honest));
    const hidden = `<x xmlns="jabber:x:data"><field var="FORM_TYPE" type="hidden"><value>${NS.receipts}</value></field></x>`;
    await reply(0, {
      ok: true,
      iq: element(
        `<iq type="result" from="eve@xmpp.test/e"><query xmlns="${NS.info}"><feature var="a"/>${hidden}</query></iq>`,
      ),
    });
    expect(clients.take(presence(`${ANN}/a`, honest))).toBeNull();
  });
});
