import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openDesk, type DeskOptions } from "../support/desk-service.ts";
import { Peer, type PeerOptions } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

const CONNECTED = "system.adapter.health_changed";
const UNAVAILABLE = "system.provider.unavailable";
const RECEIVED = "notification.endpoint.accepted";
const REJECTED = "notification.attempt.rejected_by_adapter";
const SOON = { timeouts: { reconnect_first: "PT1S", reconnect_most: "PT1S" } };

const NAMES = Array.from({ length: 6 }, (_, index) => index);
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe.skipIf(PROSODY === "")("the service and a server that is not always there", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: NAMES.flatMap((each) => [`desk${each}`, `ann${each}`]),
      contacts: NAMES.map((each) => [`desk${each}`, `ann${each}`]),
    });
  });
  afterAll(async () => server?.stop());

  const numbers = NAMES.values();
  async function stage(options: Partial<DeskOptions> = {}) {
    const number = numbers.next().value ?? 0;
    const proxy = await startProxy(server.port);
    onTestFinished(async () => proxy.stop());
    const desk = await openDesk({
      server: { ...server, port: proxy.port },
      user: `desk${number}`,
      account: SOON,
      ...options,
    });
    onTestFinished(async () => desk.stop());
    const peer = async (more: Partial<PeerOptions> = {}): Promise<Peer> => {
      const made = await Peer.connect(server, { user: `ann${number}`, ...more });
      onTestFinished(async () => made.close());
      return made;
    };
    return { desk, proxy, ann: `ann${number}@${DOMAIN}`, peer };
  }
  const counted = (all: readonly string[], type: string): number =>
    all.filter((each) => each === type).length;
  const begun = (count: number) => {
    const seen = new Set<string>();
    return ({
      event_type,
      evidence_event_id: id,
    }: {
      event_type: string;
      evidence_event_id: string;
    }) => {
      if (event_type === CONNECTED) seen.add(id);
      return seen.size >= count;
    };
  };
  const goDown = async (proxy: Proxy, desk: Awaited<ReturnType<typeof openDesk>>) => {
    proxy.refuse(true);
    proxy.cut();
    await desk.eventually(({ event_type }) => event_type === UNAVAILABLE);
  };

  test("what is asked for without a session waits, and is sent once there is one", async () => {
    const { desk, proxy, ann, peer } = await stage();
    const other = await peer({ receipts: true });
    await desk.eventually(begun(1));
    await goDown(proxy, desk);
    const sent = await desk.send(ann, "Later, then.");
    const waiting = await desk.evidence(sent, (all) =>
      all.includes("notification.attempt.delayed"),
    );
    expect(waiting).not.toContain("notification.attempt.accepted_by_provider");
    expect((await desk.assessed(sent))[0]).toBe("undef.pending");
    proxy.refuse(false);
    const types = await desk.evidence(sent, (all) => all.includes(RECEIVED));
    expect(counted(types, UNAVAILABLE)).toBe(1);
    expect(other.bodies()).toEqual(["Later, then."]);
    expect((await desk.assessed(sent))[0]).toBe("success.delivered_to_client");
  });

  test("a message whose time passes without a session fails for that, and is never sent", async () => {
    const { desk, proxy, ann, peer } = await stage();
    const other = await peer({ receipts: true });
    await desk.eventually(begun(1));
    await goDown(proxy, desk);
    const sent = await desk.send(ann, "In time.", { expires_at: inMs(500) });
    await desk.evidence(sent, (all) => all.includes(REJECTED));
    expect((await desk.assessed(sent))[0]).toBe("fail.stream_unavailable");
    proxy.refuse(false);
    const next = await desk.send(ann, "The next.");
    await desk.evidence(next, (all) => all.includes(RECEIVED));
    expect(other.bodies()).toEqual(["The next."]);
  });

  test("a message whose time passes before it is due expires", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer({ receipts: true });
    await desk.eventually(begun(1));
    const sent = await desk.send(ann, "Too late.", {
      action_type: "notification.schedule",
      parameters: { send_at: inMs(600) },
      expires_at: inMs(300),
    });
    await desk.evidence(sent, (all) => all.includes(REJECTED));
    expect((await desk.assessed(sent))[0]).toBe("fail.expired");
    expect(other.bodies()).toEqual([]);
  });

  test("wrong credentials are told of the channel, and of the message that waited for it", async () => {
    const { desk, ann } = await stage({ account: { ...SOON, password: "wrong" } });
    await desk.eventually(({ event_type }) => event_type === UNAVAILABLE);
    const sent = await desk.send(ann, "Nobody sends this.", { expires_at: inMs(200) });
    await desk.evidence(sent, (all) => all.includes(REJECTED));
    expect((await desk.assessed(sent))[0]).toBe("fail.authentication_failed");
    expect(await desk.get("/xmpp/channel-health")).toMatchObject({
      channels: [{ status: "failing", authentication_status: "failed" }],
    });
  });

  test("after a restart of the server a new session goes on: presence is told anew, and receipts and replies come", async () => {
    const { desk, ann, peer } = await stage();
    const before = await peer();
    await desk.eventually(begun(1));
    const sent = await desk.send(ann, "Before the restart.");
    await before.message("Before the restart.");
    await desk.evidence(sent, (all) => all.includes("notification.attempt.accepted_by_provider"));
    const again = begun(2);
    await server.restart();
    const after = await peer({ receipts: true });
    await desk.eventually(again);
    await after.awaits(
      ({ name, attributes: { from = "", type } }) =>
        name === "presence" && from.startsWith(`${desk.jid}/`) && type === undefined,
    );
    const next = await desk.send(ann, "After the restart.");
    await desk.evidence(next, (all) => all.includes(RECEIVED));
    expect(after.bodies()).toEqual(["After the restart."]);
    after.say(desk.jid, "About both.");
    await desk.evidence(next, (all) => all.includes("interaction.reply_received"));
  });
});
