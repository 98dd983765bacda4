import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { child, textOfElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import { bridgeAccount, bridgeNamed, bridgeSettings } from "../support/bridges.ts";
import { openDesk, type DeskService } from "../support/desk-service.ts";
import { Peer, type PeerOptions } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";

const ACCEPTED = "notification.attempt.accepted_by_adapter";
const PROVIDER = "notification.attempt.accepted_by_provider";
const RECEIVED = "notification.endpoint.accepted";
const BRIDGES = Array.from({ length: 8 }, (_, index) => index);

const has =
  (...types: readonly string[]) =>
  (all: readonly string[]): boolean =>
    types.every((type) => all.includes(type));

describe.skipIf(PROSODY === "")("a component of Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: BRIDGES.flatMap((each) => [`ann${each}`, `eve${each}`]),
      settings: bridgeSettings(BRIDGES.length),
    });
  });
  afterAll(async () => server?.stop());

  const numbers = BRIDGES.values();
  async function stage(settings: object = {}): Promise<{
    readonly desk: DeskService;
    readonly bridge: string;
    readonly ann: string;
    peer(who: "ann" | "eve", options?: Partial<PeerOptions>): Promise<Peer>;
  }> {
    const number = numbers.next().value ?? 0;
    const bridge = bridgeNamed(number);
    const ann = `ann${number}@${DOMAIN}`;
    const desk = await openDesk({
      server,
      user: "bridge",
      instead: bridgeAccount(server, number, settings),
      more: { participants: [{ jid: ann, participant_id: "participant-1" }] },
    });
    onTestFinished(async () => desk.stop());
    return {
      desk,
      bridge,
      ann,
      async peer(who, options = {}) {
        const peer = await Peer.connect(server, { user: `${who}${number}`, ...options });
        onTestFinished(async () => peer.close());
        return peer;
      },
    };
  }
  const isThere = (desk: DeskService) =>
    desk.eventually(({ event_type }) => event_type === "system.adapter.health_changed");

  test("every message has an address of its own, and its receipt comes back to it", async () => {
    const { desk, ann, bridge, peer } = await stage();
    await isThere(desk);
    const other = await peer("ann", { receipts: true });
    const sent = await desk.send(ann, "From a component.");
    const message = await other.message("From a component.");
    expect(message.attributes["from"]).toBe(`${sent.operation}@${bridge}`);
    // The server has answered something that was sent after it: there is no acknowledgement of its own.
    const types = await desk.evidence(sent, has(PROVIDER, RECEIVED));
    expect(types).toContain(ACCEPTED);
    expect((await desk.assessed(sent))[0]).toBe("success.delivered_to_client");
  });

  test("a reply without thread or reference is found by the address it was sent to, among several", async () => {
    const { desk, ann, peer } = await stage();
    await isThere(desk);
    const other = await peer("ann");
    const first = await desk.send(ann, "The first.");
    const second = await desk.send(ann, "The second.");
    const { attributes } = await other.message("The first.");
    await other.message("The second.");
    other.say(attributes["from"] ?? "", "ACK");
    await desk.evidence(first, has("interaction.acknowledgement_recorded"));
    expect((await desk.assessed(first))[0]).toBe("success.acknowledged_by_client");
    expect((await desk.assessed(second))[0]).not.toMatch(/^success/);
  });

  test("a stranger who writes to the address of a message answers nothing", async () => {
    const { desk, ann, peer } = await stage();
    await isThere(desk);
    const other = await peer("ann");
    const eve = await peer("eve");
    const sent = await desk.send(ann, "Between us.");
    const { from = "", id = "" } = (await other.message("Between us.")).attributes;
    await desk.evidence(sent, has(PROVIDER));
    eve.say(from, "", `<received xmlns="${NS.receipts}" id="${id}"/>`);
    eve.say(from, "ACK");
    await desk.eventually(
      ({ event_type, coordination_case_id }) =>
        event_type === "interaction.acknowledgement_recorded" && coordination_case_id !== sent.case,
    );
    expect(await desk.evidence(sent, () => true)).not.toContain(RECEIVED);
  });

  test("an unknown user bounces to the message's address", async () => {
    const { desk } = await stage();
    await isThere(desk);
    const sent = await desk.send(`nobody@${DOMAIN}`, "Is anybody there?");
    await desk.evidence(sent, has("notification.endpoint.rejected_temporary"));
    expect((await desk.assessed(sent))[0]).toBe("undef.deferred");
  });

  test("what it lacks is said in its health", async () => {
    const { desk } = await stage();
    await isThere(desk);
    expect(await desk.get("/xmpp/channel-health")).toMatchObject({
      channels: [{ stream_status: "connected", tls_status: "unavailable", status: "degraded" }],
      providers: [{ provider_name: "component" }],
    });
    expect(JSON.stringify(await desk.get("/xmpp/channel-health"))).toMatch(/XEP-0198/);
  });

  test("a wrong secret is told, and nothing is sent", async () => {
    const { desk, ann } = await stage({ secret: "wrong" });
    await desk.eventually(({ event_type }) => event_type === "system.provider.unavailable");
    const sent = await desk.send(ann, "Never.");
    await desk.evidence(sent, has("notification.attempt.delayed"));
    expect(await desk.evidence(sent, () => true)).not.toContain(PROVIDER);
  });

  test("the server is started again: the component is there again, and sends what waited once", async () => {
    const { desk, ann, peer } = await stage();
    await isThere(desk);
    await server.restart();
    const sent = await desk.send(ann, "After.");
    await desk.evidence(sent, has(PROVIDER));
    const other = await peer("ann");
    await other.message("After.");
    expect(other.bodies()).toEqual(["After."]);
    expect(
      textOfElement(
        child(
          other.stanzas.find(({ name }) => name === "message"),
          "body",
          NS.client,
        ),
      ),
    ).toBe("After.");
  });
});
