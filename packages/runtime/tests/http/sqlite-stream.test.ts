import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Store } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/index.ts";
import { fakeEvidence } from "./fake-documents.ts";
import { ACME, bearer, harness } from "./harness.ts";
import { openStream } from "./sse-client.ts";

async function openStore(): Promise<Store> {
  const folder = await mkdtemp(path.join(tmpdir(), "underclaim-http-"));
  const store = await openSqliteStore({ folder });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return store;
}

const idOf = (text: string) =>
  (JSON.parse(text) as { evidence_event_id: string }).evidence_event_id;

test("over the SQLite store, streams cut every 30 events beside concurrent commits and pages see the same set once", async () => {
  const store = await openStore();
  const http = await harness({ store });
  await http.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = http.app.server.address() as AddressInfo;

  const total = 400;
  const commits = Array.from({ length: total }, (_, index) =>
    store.commit(index % 4 === 0 ? "globex" : "acme", {
      guards: [],
      evidence: [{ id: `ev_${index}`, subject: "s", text: JSON.stringify(fakeEvidence(index)) }],
    }),
  );
  const expected = Array.from({ length: total }, (_, index) => index)
    .filter((index) => index % 4 !== 0)
    .map((index) => `ev_${index}`);

  const streamed: string[] = [];
  let last: Record<string, string> = {};
  while (streamed.length < expected.length) {
    const stream = await openStream(port, "/adapter/events/stream", { ...bearer(ACME), ...last });
    for (const { id, data } of await stream.take(Math.min(30, expected.length - streamed.length))) {
      streamed.push(idOf(data));
      last = { "last-event-id": id };
    }
    stream.cut();
  }
  await Promise.all(commits);

  const paged: string[] = [];
  for (let after = "", more = true; more;) {
    const query = after === "" ? "" : `&after=${after}`;
    const page = (await http.ask({ url: `/adapter/events?limit=30${query}` })).json() as {
      events: { evidence_event_id: string }[];
      next: string;
      more: boolean;
    };
    paged.push(...page.events.map(({ evidence_event_id }) => evidence_event_id));
    ({ next: after, more } = page);
  }
  expect(streamed).toEqual(paged);
  expect([...streamed].sort()).toEqual([...expected].sort());
});
