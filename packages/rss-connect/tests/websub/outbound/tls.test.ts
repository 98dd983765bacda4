// Callbacks, topics and hubs with https, whose certificates lead to a CA of one's own.
import { createServer } from "node:net";
import { certificate, until } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { hubHarness } from "../hub/harness.ts";
import { receiver, type Reply } from "../receiver.ts";
import { running } from "../running.ts";

const authority = certificate({ name: "Scratch CA of a test", authority: true });
const strangers = certificate({ name: "Another CA", authority: true });
const loopback = certificate({ name: "loopback", addresses: ["127.0.0.1"], by: authority });
const unknown = certificate({ name: "loopback", addresses: ["127.0.0.1"], by: strangers });
const elsewhere = certificate({ name: "other", addresses: ["192.0.2.1"], by: authority });
const itself = certificate({ name: "loopback", addresses: ["127.0.0.1"] });

test("a callback with https is verified and delivered to", async () => {
  const callback = await receiver(undefined, "127.0.0.1", loopback);
  const hub = await hubHarness({ ca: authority.cert });
  await hub.subscribe(callback.url, { "hub.secret": "s" });
  await until(() => hub.hub.subscriptions("default", "example").size === 1);
  hub.publish("two", ["a"]);
  await hub.settled();
  expect(callback.posts().map(({ body }) => body.toString())).toEqual(["two"]);
  expect(callback.posts()[0]?.headers["x-hub-signature"]).toMatch(/^sha256=/);
  expect(hub.types().at(-1)).toBe("hub.delivery.accepted");
});

const REFUSED = [
  ["leads to an unknown CA", unknown, /UNABLE_TO_VERIFY_LEAF_SIGNATURE/],
  ["is of another address", elsewhere, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ["is signed by itself", itself, /DEPTH_ZERO_SELF_SIGNED_CERT/],
] as const;

test.each(REFUSED)(
  "a callback whose certificate %s is not subscribed, is sent nothing, and is asked three times",
  async (_, cert, reason) => {
    const callback = await receiver(undefined, "127.0.0.1", cert);
    const hub = await hubHarness({ ca: authority.cert });
    await hub.subscribe(callback.url);
    for (let minute = 0; minute < 10; minute += 1) {
      await until(() => !hub.hub.busy() && hub.hub.waiting() === 0);
      await hub.advance(60_000);
    }
    expect(callback.received).toEqual([]);
    expect(callback.connections()).toBe(3);
    expect(hub.hub.subscriptions("default", "example").size).toBe(0);
    expect(hub.logged()).toMatch(reason);
  },
);

test.each(REFUSED)(
  "a delivery to a callback whose certificate %s by now has failed, says why, and is tried again ever more rarely",
  async (_, cert, reason) => {
    const before = await receiver(undefined, "127.0.0.1", loopback);
    const after = await receiver(undefined, "127.0.0.1", cert);
    const hub = await hubHarness({ ca: authority.cert });
    await hub.subscribe(before.url);
    await until(() => hub.hub.subscriptions("default", "example").size === 1);
    const [[id, subscription] = ["", undefined]] = hub.hub.subscriptions("default", "example");
    if (subscription === undefined) throw new Error("It was confirmed.");
    // The same callback, as if its certificate had been exchanged.
    const changed = { ...subscription, callback: after.url };
    (hub.hub.subscriptions("default", "example") as Map<string, typeof changed>).set(id, changed);
    hub.publish("two", ["a"]);
    await hub.settled();
    const failed = hub.observed.filter(({ native }) => native.type === "hub.delivery.failed");
    expect(failed.map(({ native }) => native.nativeStatus).join()).toMatch(reason);
    expect(hub.types()).not.toContain("hub.delivery.accepted");

    for (let hour = 0; hour < 3_600_000; hour += 30_000) {
      await hub.advance(30_000);
      await until(() => !hub.hub.busy() && hub.hub.waiting() === 0);
    }
    expect(after.received).toEqual([]);
    // 10 s, 20 s, 40 s, … up to an hour.
    expect(after.connections()).toBeLessThanOrEqual(10);
    expect(hub.types().filter((type) => type === "hub.delivery.failed")).toHaveLength(1);
  },
);

test("what speaks no TLS where https is meant was sent nothing", async () => {
  let bytes = "";
  const plain = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      bytes += chunk.toString("latin1");
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void plain.close());
  const address = plain.address();
  const port = typeof address === "object" ? address?.port : 0;
  const hub = await hubHarness({ ca: authority.cert });
  await hub.subscribe(`https://127.0.0.1:${port}/callback`);
  await until(() => bytes !== "" && hub.hub.waiting() === 0);
  expect(bytes).not.toContain("/callback");
  expect(hub.hub.subscriptions("default", "example").size).toBe(0);
});

test("this service as a subscriber reads a topic and asks a hub with https", async () => {
  const partner = await receiver(
    ({ method, path }): Reply =>
      method === "POST"
        ? { status: 202 }
        : {
            status: 200,
            headers: {
              "content-type": "text/plain",
              link: `<${partner.url}/hub>; rel="hub", <${partner.url}${path}>; rel="self"`,
            },
          },
    "127.0.0.1",
    loopback,
  );
  await running({
    websub: {
      ca: authority.cert,
      subscriptions: [{ id: "p", topic: `${partner.url}/feed`, secret: "0123456789abcdef" }],
    },
  }).then(async ({ clock }) => {
    await clock.advance(0);
    await until(() => partner.posts().length === 1);
  });
  const [asked] = partner.posts();
  expect(new URLSearchParams(asked?.body.toString()).get("hub.topic")).toBe(`${partner.url}/feed`);
});

test("a topic whose certificate nobody vouches for is not read, and asked again once a minute at first", async () => {
  const partner = await receiver(() => ({ status: 200 }), "127.0.0.1", unknown);
  const { clock, test: service } = await running({
    websub: {
      ca: authority.cert,
      subscriptions: [{ id: "p", topic: `${partner.url}/feed`, secret: "0123456789abcdef" }],
    },
  });
  await clock.advance(0);
  await until(() => service.logged().includes("UNABLE_TO_VERIFY_LEAF_SIGNATURE"));
  await clock.advance(30_000);
  expect(partner.connections()).toBe(1);
  expect(partner.received).toEqual([]);
});
