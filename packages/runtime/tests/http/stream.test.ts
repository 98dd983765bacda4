import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { until } from "../../src/testing/quiet.ts";
import { ACME, apiKey, bearer, harness } from "./harness.ts";
import type { Harness, HarnessOptions } from "./harness.ts";
import { openStream } from "./sse-client.ts";

const PATH = "/adapter/events/stream";

async function listening(
  options: HarnessOptions = {},
): Promise<Harness & { readonly port: number }> {
  const http = await harness(options);
  await http.app.listen({ host: "127.0.0.1", port: 0 });
  return { ...http, port: (http.app.server.address() as AddressInfo).port };
}

const idOf = (data: string) =>
  (JSON.parse(data) as { evidence_event_id: string }).evidence_event_id;

describe("a stream", () => {
  test("gives what is there, then what comes, one event per message", async () => {
    const { port, runtime } = await listening();
    runtime.add("acme");
    const stream = await openStream(port, PATH, bearer(ACME));
    expect(stream.response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    const [first] = await stream.take(1);
    runtime.add("globex");
    runtime.add("acme");
    const [second] = await stream.take(1);
    expect([idOf(first?.data ?? ""), idOf(second?.data ?? "")]).toEqual(["ev_1", "ev_3"]);
    stream.cut();
  });

  test.each([1, 7, 100])(
    "cut every %i events and resumed gives every event once, in order",
    async (every) => {
      const { port, runtime } = await listening();
      const total = 250;
      for (let count = 0; count < total / 2; count += 1) runtime.add("acme");
      const seen: string[] = [];
      let last: string | null = null;
      while (seen.length < total) {
        const stream = await openStream(port, PATH, {
          ...bearer(ACME),
          ...(last === null ? {} : { "last-event-id": last }),
        });
        if (runtime.counters().evidence < total) {
          for (let count = 0; count < total / 2; count += 1) runtime.add("acme");
        }
        for (const event of await stream.take(Math.min(every, total - seen.length))) {
          seen.push(idOf(event.data));
          last = event.id;
        }
        stream.cut();
      }
      expect(seen).toEqual(Array.from({ length: total }, (_, index) => `ev_${index + 1}`));
    },
  );

  test("and the pages share their cursors", async () => {
    const { port, runtime, ask } = await listening();
    for (let count = 0; count < 3; count += 1) runtime.add("acme");
    const { next } = (await ask({ url: "/adapter/events?limit=1" })).json();
    const stream = await openStream(port, `${PATH}?after=${String(next)}`, bearer(ACME));
    const [, third] = await stream.take(2);
    stream.cut();
    const rest = await ask({ url: `/adapter/events?after=${third?.id ?? ""}` });
    expect([idOf(third?.data ?? ""), rest.json().events]).toEqual(["ev_3", []]);
  });

  test("beats while it is silent", async () => {
    const { port, clock } = await listening({ limits: { heartbeatMs: 15_000 } });
    const stream = await openStream(port, PATH, bearer(ACME));
    const comment = stream.comment();
    await clock.advance(15_000);
    await comment;
    stream.cut();
  });

  test("ends at the next beat when its key has expired", async () => {
    const { app, port, clock } = await listening({
      keys: [{ ...apiKey(ACME, "acme"), expiresAt: Date.parse("2026-01-01T00:00:10Z") }],
    });
    const stream = await openStream(port, PATH, bearer(ACME));
    await clock.advance(15_000);
    await stream.ended;
    expect(app.server.listening).toBe(true);
  });

  test("that its reader leaves is cleaned up", async () => {
    const { port, runtime } = await listening();
    const stream = await openStream(port, PATH, bearer(ACME));
    await until(() => runtime.followers() === 1);
    stream.cut();
    await until(() => runtime.followers() === 0);
  });

  test("beyond the number a key may have is answered 429", async () => {
    const { port, ask } = await listening({ limits: { streamsPerKey: 1 } });
    const stream = await openStream(port, PATH, bearer(ACME));
    expect((await ask({ url: PATH })).status).toBe(429);
    stream.cut();
  });

  test("whose reader stops reading waits, and holds no more than the socket does", async () => {
    const { port, runtime } = await listening();
    const page = runtime.page.bind(runtime);
    let read = 0;
    runtime.page = (...asked) => {
      read += 1;
      return page(...asked);
    };
    const big = "x".repeat(64 * 1_024);
    for (let count = 0; count < 400; count += 1) runtime.add("acme", { normalized_meaning: big });
    const stream = await openStream(port, PATH, bearer(ACME));
    stream.response.pause();
    let before = -1;
    // Still: a hundred turns of the event loop without another read.
    let still = 0;
    await until(() => {
      still = read === before ? still + 1 : 0;
      before = read;
      return still > 100;
    });
    expect(read).toBeLessThan(400);
    stream.response.resume();
    expect(await stream.take(400)).toHaveLength(400);
    stream.cut();
  });

  test("ends when the service closes, and does not hold it up", async () => {
    const { app, port } = await listening();
    const stream = await openStream(port, PATH, bearer(ACME));
    await app.close();
    await stream.ended;
  });

  test("ends when the store fails, so that its reader comes back", async () => {
    const { port, runtime, logged } = await listening();
    const stream = await openStream(port, PATH, bearer(ACME));
    await until(() => runtime.followers() === 1);
    runtime.failure = new Error("CANARY");
    runtime.add("acme");
    await stream.ended;
    expect(logged()).toContain("an event stream ended early");
    expect(logged()).not.toContain("CANARY");
  });

  test("cannot be asked for by HEAD, which would never end", async () => {
    const { ask } = await harness();
    expect((await ask({ method: "HEAD", url: PATH })).status).toBe(405);
  });
});
