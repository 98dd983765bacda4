import { systemClock } from "@underclaim/runtime";
import { until } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { guardedOutbound } from "../../../src/websub/outbound/guarded-outbound.ts";
import { nameResolver, type Resolve } from "../../../src/websub/outbound/name-resolver.ts";
import { LOOPBACK } from "../hub/harness.ts";
import { receiver } from "../receiver.ts";
import { nameServer } from "./name-server.ts";

const never: Resolve = () => {
  throw new Error("The system was asked.");
};

const ask = (resolve: Resolve, hostname: string) =>
  new Promise<readonly string[]>((done) => {
    resolve(hostname, (error, addresses) =>
      done(error === null ? addresses.map(({ address }) => address) : [String(error.code)]),
    );
  });

test("names whose server does not answer hold up no other, and have an end", async () => {
  const servers = [
    await nameServer({ "quick.example": ["203.0.113.7", "203.0.113.8"], "slow.example": null }),
  ];
  const patient = nameResolver({ servers, system: never, timeoutMs: 60_000 });
  for (let at = 0; at < 50; at += 1) patient("slow.example", () => undefined);
  expect(await ask(patient, "quick.example")).toEqual(["203.0.113.7", "203.0.113.8"]);
  const brief = nameResolver({ servers, system: never, timeoutMs: 20 });
  expect(await ask(brief, "slow.example")).toEqual(["ETIMEOUT"]);
});

test("the system is asked about what DNS does not know, and about names of this machine alone, two at once", async () => {
  const servers = [await nameServer({ "known.example": ["203.0.113.7"], "empty.example": [] })];
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  const resolve = nameResolver({
    servers,
    system: (hostname, callback) => {
      asked.push(hostname);
      waiting.push(() => callback(null, [{ address: "127.0.0.1", family: 4 }]));
    },
  });
  const names = ["localhost", "erp", "a.localhost", "unknown.example", "empty.example"];
  const answers = Promise.all(names.map((name) => ask(resolve, name)));
  for (let done = 0; done < names.length; done += 1) {
    await until(() => asked.length === Math.min(done + 2, names.length));
    waiting.shift()?.();
  }
  expect(await answers).toEqual(names.map(() => ["127.0.0.1"]));
  expect(asked.toSorted()).toEqual(names.toSorted());
  expect(await ask(resolve, "known.example")).toEqual(["203.0.113.7"]);
});

test("what stands in the hosts file goes before what DNS says", async () => {
  const servers = [
    await nameServer({ "inside.example": ["203.0.113.7"], "outside.example": ["203.0.113.8"] }),
  ];
  const resolve = nameResolver({
    servers,
    system: (_hostname, callback) => callback(null, [{ address: "10.0.0.5", family: 4 }]),
    hosts: () => "127.0.0.1 localhost\n10.0.0.5\tstore Inside.example # outside.example\n",
  });
  expect(await ask(resolve, "inside.example")).toEqual(["10.0.0.5"]);
  expect(await ask(resolve, "INSIDE.example.")).toEqual(["10.0.0.5"]);
  expect(await ask(resolve, "outside.example")).toEqual(["203.0.113.8"]);
});

test("names beyond what may wait for the system are refused at once", async () => {
  const servers = [await nameServer({})];
  const resolve = nameResolver({ servers, system: () => undefined });
  for (let at = 0; at < 64; at += 1) resolve(`host${at}`, () => undefined);
  expect(await ask(resolve, "one-more")).toEqual(["EBUSY"]);
});

test("what is connected to is what was looked up and checked", async () => {
  const callback = await receiver();
  const servers = [
    await nameServer({
      "inside.example": ["127.0.0.1"],
      "metadata.example": ["127.0.0.1", "169.254.169.254"],
    }),
  ];
  const outbound = guardedOutbound({
    rules: LOOPBACK,
    clock: systemClock,
    timeoutMs: 5_000,
    perOrigin: 4,
    resolve: nameResolver({ servers, system: never }),
  });
  onTestFinished(() => outbound.close());
  const get = (host: string) =>
    outbound.send({
      method: "GET",
      url: `http://${host}:${callback.port}/`,
      headers: {},
      wanted: 0,
    });
  expect(await get("inside.example")).toMatchObject({ kind: "answer", status: 200 });
  expect(await get("metadata.example")).toMatchObject({ kind: "forbidden" });
  expect(callback.connections()).toBe(1);
});
