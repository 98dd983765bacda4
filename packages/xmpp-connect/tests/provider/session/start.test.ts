// A start takes a moment: what is to be sent, or looked up, meanwhile.
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock, type Clock } from "@underclaim/runtime";
import { Starting } from "../../../src/provider/session/starting.ts";
import { openDesk } from "../../support/desk-service.ts";
import { makeClient, type Client } from "../../support/client.ts";
import { OPENSSL, startFakeServer, type Script } from "../../support/fake-server.ts";

const ANN = "ann@xmpp.test";
const never = new AbortController().signal;

const started = async (script: Script): Promise<Client> => {
  const server = await startFakeServer(script);
  const desk = makeClient({ port: server.port, caFile: server.caFile });
  onTestFinished(async () => {
    await server.stop();
    await desk.transport.stop?.();
  });
  await desk.start();
  return desk;
};

describe("a start", () => {
  /** Wakes when it is told to. */
  const clock = () => {
    const due: { at: number; callback: () => void }[] = [];
    const made: Clock = {
      ...systemClock,
      now: () => 1_000,
      wakeAt(at, callback) {
        const entry = { at, callback };
        due.push(entry);
        return () => void due.splice(due.indexOf(entry), 1);
      },
    };
    return { clock: made, due };
  };

  test("is waited for a bounded time", async () => {
    const { clock: given, due } = clock();
    const starting = new Starting(given);
    expect(starting.over(never)).toBeNull();
    starting.begin();
    const waiting = starting.over(never);
    expect(due.map(({ at }) => at)).toEqual([6_000]);
    due[0]?.callback();
    await waiting;
    expect(starting.over(never)).toBeNull();
  });

  test("is waited for no longer than the message may", async () => {
    const starting = new Starting(clock().clock);
    starting.begin();
    const leaving = new AbortController();
    const waiting = starting.over(leaving.signal);
    leaving.abort();
    await waiting;
    expect(starting.over(leaving.signal)).toBeNull();
  });
});

describe.skipIf(OPENSSL === "")("before the first session stands", () => {
  test("what is to be sent waits for it", async () => {
    const gate = Promise.withResolvers<void>();
    const desk = await started(async (connection) => {
      await gate.promise;
      await connection.online();
      await connection.next(({ name }) => name === "message");
      connection.write(`<a xmlns="urn:xmpp:sm:3" h="5"/>`);
      await connection.serve({}, () => false);
    });
    const sending = desk.send(ANN, "early");
    gate.resolve();
    await expect(sending).resolves.toMatchObject({ kind: "accepted", by: "acknowledged" });
  });

  test("what is to be sent is put off once the first connection has failed, and at once from then on", async () => {
    const desk = await started(async (connection) => connection.cut());
    const outcome = await desk.send(ANN, "early");
    expect(outcome).toMatchObject({ kind: "not_sent", because: "no_session" });
    expect(await desk.send(ANN, "later")).toMatchObject({ kind: "not_sent" });
  });

  test("what runs out of time meanwhile is not sent any more", async () => {
    const gate = Promise.withResolvers<void>();
    const came: string[] = [];
    const server = await startFakeServer(async (connection) => {
      await gate.promise;
      await connection.online();
      came.push(JSON.stringify(await connection.next(({ name }) => name === "message")));
      connection.write(`<a xmlns="urn:xmpp:sm:3" h="5"/>`);
      await connection.serve({}, () => false);
    });
    const desk = await openDesk({
      server: { ...server, certificates: { ca: server.caFile, key: "", certificate: "" } },
      user: "desk",
    });
    onTestFinished(async () => {
      await server.stop();
      await desk.stop();
    });
    const end = Date.now() + 1_500;
    const early = await desk.send(ANN, "In time.", { expires_at: new Date(end).toISOString() });
    const next = await desk.send(ANN, "The next.");
    await expect.poll(() => Date.now(), { timeout: 4_000 }).toBeGreaterThan(end);
    gate.resolve();
    await desk.evidence(next, (all) => all.includes("notification.attempt.accepted_by_provider"));
    expect(came).toMatchObject([expect.stringContaining("The next.")]);
    await desk.evidence(early, (all) => all.includes("notification.attempt.rejected_by_adapter"));
    expect((await desk.assessed(early))[0]).toBe("fail.expired");
  });

  test("what is to be published waits for it", async () => {
    const gate = Promise.withResolvers<void>();
    const desk = await started(async (connection) => {
      await gate.promise;
      const answer = (iq: { readonly children: readonly unknown[] }): string | null =>
        JSON.stringify(iq).includes("publish") ? "" : null;
      await connection.online({ answer });
      await connection.serve({ answer }, () => false);
    });
    const item = { service: "pubsub.xmpp.test", node: "news", itemId: "i1", payload: "<x/>" };
    const publishing = desk.transport.publish?.({ kind: "publish", ...item }, never);
    gate.resolve();
    await expect(publishing).resolves.toEqual({ kind: "done" });
  });

  test("a look-up waits for it, however many connections it takes", async () => {
    const features = ["urn:xmpp:mam:2"];
    const desk = await started(async (connection, number) => {
      if (number === 1) {
        connection.cut();
        return;
      }
      const answer = (iq: { readonly children: readonly unknown[] }): string | null => {
        const asked = JSON.stringify(iq);
        if (!asked.includes("urn:xmpp:mam:2")) return null;
        const queryId = /"queryid":"([^"]*)"/.exec(asked)?.[1] ?? "";
        if (asked.includes(ANN))
          connection.write(
            `<message><result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="archived-1"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="desk@xmpp.test/x" id="m1"/></forwarded></result></message>`,
          );
        return `<fin xmlns="urn:xmpp:mam:2" complete="true"/>`;
      };
      await connection.online({ features, answer });
      await connection.serve({ features, answer }, () => false);
    });
    const one = desk.submission(ANN, "lost", "m1");
    await expect(desk.transport.lookup?.(one, never)).resolves.toMatchObject({
      kind: "accepted",
      by: "archived",
      archiveId: "archived-1",
    });
  });

  test("a look-up that still waits when the account is stopped has found nothing", async () => {
    const desk = await started(async (connection) => connection.cut());
    const found = desk.transport.lookup?.(desk.submission(ANN, "lost"), never);
    await desk.transport.stop?.();
    await expect(found).resolves.toBeNull();
  });
});
