// A component that holds nodes of its own, and is killed: every item stands once, and nobody is told of one twice.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NS } from "../../src/model/namespaces.ts";
import { child, childrenOf, type XmlElement } from "../../src/model/xml.ts";
import { bridgeAccount, bridgeNamed, bridgeSettings } from "../support/bridges.ts";
import { openDesk, type DeskOptions } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { PROSODY, startProsody, type Prosody } from "../support/prosody.ts";
import { beginLife } from "./life.ts";

const POINTS = [
  "dispatch.claimed:3",
  "dispatch.started:4",
  "dispatch.performed:2",
  "dispatch.settled:5",
  /** Killed from outside, once so many notifications have come. */
  "notified:3",
] as const;
const ITEMS = Array.from({ length: 12 }, (_, index) => `item-${index}`);
const PUBLISHED = "feed.item.published";
const UNKNOWN = "notification.endpoint.unknown";

const itemsOf = (element: XmlElement, wrapper: "event" | "pubsub"): readonly XmlElement[] => {
  const namespace = wrapper === "event" ? NS.pubsubEvent : NS.pubsub;
  const items = child(child(element, wrapper, namespace), "items", namespace);
  return items === null ? [] : childrenOf(items);
};
const idsOf = (items: readonly XmlElement[]): readonly string[] =>
  items.map(({ attributes }) => attributes["id"] ?? "");

describe.skipIf(PROSODY === "")("a component that was killed", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: POINTS.map((_, index) => `ann${index}`),
      settings: bridgeSettings(POINTS.length),
    });
  });
  afterAll(async () => server?.stop());

  test.each(POINTS.map((point, index) => [point, index] as const))(
    "at %s holds every item once, and has notified nobody twice",
    { timeout: 60_000 },
    async (point, index) => {
      const bridge = bridgeNamed(index);
      const folder = await mkdtemp(join(tmpdir(), "underclaim-nodes-"));
      const options: DeskOptions = {
        server,
        user: "bridge",
        folder,
        instead: bridgeAccount(server, index, {
          window: 4,
          nodes: [{ name: "news", service: bridge, node: "news", access_model: "open" }],
        }),
      };
      const ann = await Peer.connect(server, { user: `ann${index}` });
      const events = () => ann.stanzas.flatMap((each) => itemsOf(each, "event"));
      const request = (text: string) => ({
        request_id: `req-${text}`,
        action_type: "feed.publish_item",
        coordination_case_id: `case-${text}`,
        target_endpoint: { endpoint_type: "pubsub_node", value: `xmpp:${bridge}?;node=news` },
        content: { subject: "News", body_text: text },
        tracking_context: {
          correlation_id: `corr-${text}`,
          coordination_case_id: `case-${text}`,
        },
        idempotency_key: text,
        requested_at: "2026-01-01T00:00:00Z",
      });
      try {
        const life = await beginLife(folder, point.startsWith("dispatch.") ? point : "", options);
        const subscribe = `<pubsub xmlns="${NS.pubsub}"><subscribe node="news" jid="${ann.jid}"/></pubsub>`;
        // Until the component is there its server answers in its place.
        await expect
          .poll(async () => (await ann.ask("set", subscribe, bridge)).attributes["type"])
          .toBe("result");
        const killedWhenTold = async (): Promise<void> => {
          if (point !== "notified:3") return;
          await expect
            .poll(() => events().length, { interval: 1, timeout: 10_000 })
            .toBeGreaterThanOrEqual(3);
          life.kill();
        };
        const killed = killedWhenTold();
        await Promise.all(
          ITEMS.map((text) =>
            fetch(`${life.url}/adapter/actions`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify(request(text)),
            }).catch((error: unknown) => {
              // The process has died.
              if (!(error instanceof TypeError)) throw error;
            }),
          ),
        );
        await killed;
        await life.ended;

        const desk = await openDesk(options);
        try {
          for (const text of ITEMS)
            expect([200, 202]).toContain(
              (await desk.post("/adapter/actions", request(text))).status,
            );
          const open = new Set(ITEMS.map((text) => `case-${text}`));
          let unknown = 0;
          const seen = new Set<string>();
          await desk.eventually((event) => {
            if (event.event_type === PUBLISHED) open.delete(event.coordination_case_id);
            if (event.event_type === UNKNOWN && !seen.has(event.evidence_event_id)) unknown += 1;
            seen.add(event.evidence_event_id);
            return open.size === 0;
          });
          // The test would prove nothing of what was in flight if nothing was.
          if (point.startsWith("dispatch.started")) expect(unknown).toBeGreaterThan(0);
          const answer = await ann.ask(
            "get",
            `<pubsub xmlns="${NS.pubsub}"><items node="news"/></pubsub>`,
            bridge,
          );
          const held = idsOf(itemsOf(answer, "pubsub"));
          expect(held).toHaveLength(ITEMS.length);
          expect(new Set(held).size).toBe(ITEMS.length);
          const inDoubt = async (): Promise<number> => {
            const { channels } = (await desk.get("/xmpp/channel-health")) as {
              channels: { known_degradations: string[] }[];
            };
            const told = channels[0]?.known_degradations.find((each) => each.startsWith("Of "));
            return Number(/^Of (\d+) /.exec(told ?? "")?.[1] ?? 0);
          };
          // Told of each once, or it is said that it is not known.
          await expect
            .poll(async () => new Set(idsOf(events())).size + (await inDoubt()), {
              timeout: 10_000,
            })
            .toBeGreaterThanOrEqual(ITEMS.length);
          const told = idsOf(events());
          expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
          expect(new Set(told).isSubsetOf(new Set(held))).toBe(true);
        } finally {
          await desk.stop();
        }
      } finally {
        await ann.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
