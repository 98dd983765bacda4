// The whole service under load, on a real server, behind a proxy that resets, loses and stalls: what it tells afterwards is
// held against what came to the recipient.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { EvidenceEvent } from "@underclaim/contract";
import { NS } from "../../src/model/namespaces.ts";
import { child, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { openDesk } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { seeded } from "../support/seeded.ts";

const MESSAGES = Number(process.env["UNDERCLAIM_STORM_MESSAGES"] ?? 1_000);
/** Sent at once, and then waited for. */
const BATCH = 32;
const PROVIDER = "notification.attempt.accepted_by_provider";
const UNKNOWN = "notification.endpoint.unknown";
const RECEIVED = "notification.endpoint.accepted";

const ACCOUNT = {
  window: 32,
  timeouts: {
    connect: "PT1S",
    answer: "PT1S",
    reconnect_first: "PT1S",
    reconnect_most: "PT1S",
  },
};
const bodyOf = (stanza: XmlElement): string => textOfElement(child(stanza, "body", NS.client));

describe.skipIf(PROSODY === "")("1,000 messages through connections that break", () => {
  let server: Prosody;
  let proxy: Proxy;
  beforeAll(async () => {
    // Sessions that are soon given up: some outcomes are lost for good.
    server = await startProsody({
      users: ["desk", "ann"],
      contacts: [["desk", "ann"]],
      hibernation: 1,
    });
    proxy = await startProxy(server.port);
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  /** Breaks something before some of the messages. */
  function weather(seed: number): () => void {
    const random = seeded(seed);
    let stalled = false;
    return () => {
      const luck = random();
      if (luck < 0.005) proxy.cut();
      else if (luck < 0.01)
        proxy.cutAfter(Math.floor(random() * 3_000), random() < 0.5 ? "up" : "down");
      else if (luck < 0.013 && !stalled) {
        stalled = true;
        proxy.stall(true);
        // Until the session has given the silent connection up. What was swallowed never comes.
        void proxy.next().then(() => {
          stalled = false;
          proxy.stall(false);
          proxy.cut();
        });
      }
    };
  }

  test("come to the recipient once at most, and of each it is told what is known", async () => {
    const peer = await Peer.connect(server, { user: "ann", receipts: true });
    onTestFinished(async () => peer.close());
    const desk = await openDesk({
      server: { ...server, port: proxy.port },
      user: "desk",
      account: ACCOUNT,
      more: { lease: "PT5S" },
    });
    onTestFinished(async () => desk.stop());
    const step = weather(7);
    const cases = new Map<string, string>();
    const bodies = Array.from({ length: MESSAGES }, (_, index) => `storm ${index}`);
    const told = new Map<string, Set<string>>();
    const settled = (types: ReadonlySet<string>): boolean =>
      [PROVIDER, RECEIVED, UNKNOWN].some((type) => types.has(type));
    const seen = new Set<string>();
    const take = ({
      evidence_event_id: id,
      coordination_case_id: name,
      event_type: type,
    }: EvidenceEvent) => {
      if (seen.has(id) || !cases.has(name)) return;
      seen.add(id);
      const types = told.get(name) ?? new Set();
      told.set(name, types.add(type));
    };
    const until = (is: () => boolean): Promise<readonly EvidenceEvent[]> =>
      desk.eventually((event) => {
        take(event);
        return is();
      });
    for (let first = 0; first < MESSAGES; first += BATCH) {
      const batch = bodies.slice(first, first + BATCH).map(async (body) => {
        step();
        cases.set((await desk.send(`ann@${DOMAIN}`, body)).case, body);
      });
      await Promise.all(batch);
      await until(() => told.size === cases.size && [...told.values()].every(settled));
    }
    const broken = proxy.connections;

    // Whatever came is receipted, however late and however often.
    const last = await desk.send(`ann@${DOMAIN}`, "the last");
    await desk.evidence(last, (types) => types.includes(RECEIVED));
    const came = peer.stanzas.filter((stanza) => bodyOf(stanza).startsWith("storm "));
    const received = new Set(came.map(bodyOf));
    expect(came.length - received.size).toBe(0);
    for (const { attributes } of came)
      peer.say(
        attributes["from"] ?? "",
        "",
        `<received xmlns="${NS.receipts}" id="${attributes["id"]}"/>`,
      );
    const receivedCases = [...cases].filter(([, body]) => received.has(body)).map(([name]) => name);
    const all = await until(() => receivedCases.every((name) => told.get(name)?.has(RECEIVED)));

    const receipts = all.filter(
      ({ coordination_case_id: name, event_type: type }) => cases.has(name) && type === RECEIVED,
    );
    // One receipt for each that came, and none for anything else.
    expect(receipts.map((each) => cases.get(each.coordination_case_id) ?? "").toSorted()).toEqual(
      [...received].toSorted(),
    );
    // What is said to have been taken has come; what has not come is unknown.
    for (const [name, body] of cases) {
      if (received.has(body)) continue;
      expect([body, [...(told.get(name) ?? [])]]).toEqual([
        body,
        expect.arrayContaining([UNKNOWN]),
      ]);
      expect([body, told.get(name)?.has(PROVIDER)]).toEqual([body, false]);
    }
    // Nothing would be shown if nothing had broken, or nothing had got through.
    expect(broken).toBeGreaterThan(5);
    expect(received.size).toBeGreaterThan(MESSAGES / 2);
  }, 240_000);
});
