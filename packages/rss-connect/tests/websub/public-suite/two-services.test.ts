import { ManualClock } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { NOW } from "../../support/snapshot.ts";
import { running, type Running } from "../running.ts";

/** A publisher with a hub, and an engine's own system that subscribes to it: two services that talk over HTTP. */
async function pair(): Promise<{ publisher: Running; partner: Running; clock: ManualClock }> {
  const clock = new ManualClock(NOW);
  const networks = ["127.0.0.0/8"];
  const publisher = await running({ websub: { networks, hub: { enabled: true } } }, clock);
  const topic = `${publisher.url}/feeds/news/rss.xml`;
  const subscriptions = [{ id: "publisher", topic, secret: "0123456789abcdef" }];
  const partner = await running({ websub: { networks, subscriptions } }, clock);
  await clock.advance(0);
  await publisher.settled(
    async () =>
      (await publisher.test.get<{ subscriptions: unknown[] }>("/feeds/news/websub/subscriptions"))
        .body.subscriptions.length === 1,
  );
  return { publisher, partner, clock };
}

test("a publication reaches the subscriber, and both sides say what they know", async () => {
  const { publisher, partner, clock } = await pair();
  const item = await publisher.publish("Water will be off on Tuesday");
  await clock.advance(1_000);
  await publisher.settled(async () =>
    (await publisher.types()).includes("webhook.response.accepted"),
  );
  expect((await publisher.types()).filter((type) => type.startsWith("webhook."))).toEqual([
    "webhook.request.sent",
    "webhook.response.accepted",
  ]);
  expect((await partner.types()).filter((type) => type.startsWith("delivery."))).toEqual([
    "delivery.payload.received",
  ]);
  const { channel, participant } = await publisher.test.assessment(item);
  expect(channel).toMatchObject({ category: "success", subclass: "success.hub_notified" });
  expect(participant.category).toBe("undef");
});

test("each edition is delivered once, with a burst of changes as one", async () => {
  const { publisher, partner, clock } = await pair();
  for (const subject of ["one", "two", "three"]) await publisher.publish(subject);
  await clock.advance(1_000);
  await publisher.settled(async () =>
    (await publisher.types()).includes("webhook.response.accepted"),
  );
  const accepted = (await publisher.test.events()).filter(
    ({ event_type }) => event_type === "webhook.response.accepted",
  );
  expect(accepted.map(({ coordination_case_id: id }) => id).toSorted()).toEqual([
    "case_1",
    "case_2",
    "case_3",
  ]);
  expect((await partner.types()).filter((type) => type.startsWith("delivery."))).toHaveLength(1);
});
