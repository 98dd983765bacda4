import { ManualClock } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { child, parseXml, type XmlElement } from "../../../src/model/xml.ts";
import { NS } from "../../../src/model/namespaces.ts";
import { Nodes } from "../../../src/provider/pubsub/nodes.ts";
import { Counted } from "../../../src/provider/session/counted.ts";
import { Iqs } from "../../../src/provider/session/iq.ts";
import { NodeSettings } from "../../../src/pubsub/settings.ts";

const SERVICE = "pubsub.example.net";
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A session whose service answers each question by what is next in its script: "" a result, else an error's condition. */
async function begun(node: object, script: readonly string[]) {
  const clock = new ManualClock(0);
  const asked: string[] = [];
  const answers = script.values();
  let ids = 0;
  const iqs: Iqs = new Iqs({
    clock,
    randomId: () => `id${(ids += 1)}`,
    own: "desk@example.net",
    timeoutMs: 20_000,
    send(text) {
      const read = parseXml(text);
      if (!read.ok) throw new Error(read.reason);
      asked.push(actIn(read.element));
      const condition = answers.next().value ?? "";
      const { id = "" } = read.element.attributes;
      queueMicrotask(() => iqs.take(answerOf(id, condition)));
      return true;
    },
  });
  const nodes = new Nodes({
    settings: {
      account: "desk",
      tenant: "default",
      nodes: [NodeSettings.parse({ name: "news", service: SERVICE, node: "news", ...node })],
    },
    own: "desk@example.net",
    clock,
    sink: { receive: async () => undefined },
    counted: new Counted({ onProgress: () => undefined, onFailure: () => undefined }),
    iqs,
    connected: () => true,
  });
  await nodes.begin();
  return {
    nodes,
    asked,
    pass: (ms: number): Promise<void> => clock.advance(ms, settled),
  };
}

const actIn = (iq: XmlElement): string => {
  const [act] = child(iq, "pubsub", NS.pubsub)?.children ?? [];
  return typeof act === "object" ? act.name : "";
};

function answerOf(id: string, condition: string): XmlElement {
  const error = `<error type="cancel"><${condition} xmlns="${NS.stanzaErrors}"/></error>`;
  const read = parseXml(
    condition === ""
      ? `<iq type="result" id="${id}" from="${SERVICE}"/>`
      : `<iq type="error" id="${id}" from="${SERVICE}">${error}</iq>`,
  );
  if (!read.ok) throw new Error(read.reason);
  return read.element;
}

test("what may pass is tried again, ever more rarely, until it works, and is told meanwhile", async () => {
  const { nodes, asked, pass } = await begun({ subscribe: true }, [
    "remote-server-timeout",
    "resource-constraint",
    "internal-server-error",
  ]);
  expect(nodes.degradations).toEqual([
    "The node news: it cannot be subscribed to (remote-server-timeout); it is tried again.",
  ]);
  await pass(5_000);
  expect(asked).toHaveLength(2);
  await pass(9_999);
  expect(asked).toHaveLength(2);
  await pass(1);
  expect(asked).toHaveLength(3);
  await pass(20_000);
  expect(asked).toHaveLength(4);
  expect(nodes.degradations).toEqual([]);
  await pass(3_600_000);
  expect(asked).toHaveLength(4);
});

test("it is tried every ten minutes at the least", async () => {
  const { asked, pass } = await begun({ subscribe: true }, Array(100).fill("service-unavailable"));
  await pass(24 * 3_600_000);
  expect(asked.length).toBeGreaterThan(90);
});

test("what somebody has decided is told, and not tried again", async () => {
  const { nodes, asked, pass } = await begun({ subscribe: true }, ["forbidden"]);
  await pass(3_600_000);
  expect(asked).toEqual(["subscribe"]);
  expect(nodes.degradations).toEqual(["The node news: it cannot be subscribed to (forbidden)."]);
});

test("a node that waits for its making is subscribed to once it is made, and one that is there is, too", async () => {
  const waiting = await begun({ create: true, subscribe: true }, ["remote-server-timeout"]);
  expect(waiting.asked).toEqual(["create"]);
  await waiting.pass(5_000);
  expect(waiting.asked).toEqual(["create", "create", "subscribe"]);
  expect(waiting.nodes.degradations).toEqual([]);
  const there = await begun({ create: true, subscribe: true }, ["conflict"]);
  expect(there.asked).toEqual(["create", "subscribe"]);
});

test("a node that may not be made is subscribed to all the same, and what stands against it is told", async () => {
  const { nodes, asked } = await begun({ create: true, subscribe: true }, ["forbidden"]);
  expect(asked).toEqual(["create", "subscribe"]);
  expect(nodes.degradations).toEqual(["The node news: it cannot be made (forbidden)."]);
});

test("with its session the trying ends", async () => {
  const { nodes, asked, pass } = await begun({ subscribe: true }, ["remote-server-timeout"]);
  nodes.close();
  await pass(3_600_000);
  expect(asked).toHaveLength(1);
});
