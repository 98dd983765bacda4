import { describe, expect, test } from "vitest";
import { cursors } from "../../src/http/index.ts";
import { bearer, GLOBEX, harness } from "./harness.ts";
import type { Harness } from "./harness.ts";

interface Page {
  readonly events: readonly { readonly evidence_event_id: string }[];
  readonly next: string;
  readonly more: boolean;
}

async function page({ ask }: Pick<Harness, "ask">, query = ""): Promise<Page> {
  const answer = await ask({ url: `/adapter/events${query}` });
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as unknown as Page;
}

const idsOf = ({ events }: Page) => events.map(({ evidence_event_id }) => evidence_event_id);

describe("the ledger", () => {
  test("is read page by page until nothing is new, and from there when something is", async () => {
    const http = await harness();
    for (let count = 0; count < 5; count += 1) http.runtime.add(count === 2 ? "globex" : "acme");
    const first = await page(http, "?limit=3");
    expect([idsOf(first), first.more]).toEqual([["ev_1", "ev_2", "ev_4"], true]);
    const second = await page(http, `?limit=3&after=${first.next}`);
    expect([idsOf(second), second.more]).toEqual([["ev_5"], false]);
    const third = await page(http, `?after=${second.next}`);
    expect([idsOf(third), third.next]).toEqual([[], second.next]);
    http.runtime.add("acme");
    expect(idsOf(await page(http, `?after=${third.next}`))).toEqual(["ev_6"]);
  });

  test("gives 100 events where no limit is asked for", async () => {
    const http = await harness();
    for (let count = 0; count < 101; count += 1) http.runtime.add("acme");
    const { events, more } = await page(http);
    expect([events.length, more]).toEqual([100, true]);
  });

  test.each(["0", "1001", "-1", "1.5", "1e2", "0x10", "", " 5", "ten", "5&limit=6"])(
    "refuses the limit %j",
    async (limit) => {
      const { ask } = await harness();
      const answer = await ask({ url: `/adapter/events?limit=${limit}` });
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({ problems: [{ path: "limit" }] });
    },
  );

  test("passes event text through as it was stored", async () => {
    const http = await harness();
    http.runtime.add("acme", { normalized_meaning: '\u2028 <b> "quoted" ü 😀' });
    const answer = await http.ask({ url: "/adapter/events" });
    expect(answer.text).toContain(JSON.stringify('\u2028 <b> "quoted" ü 😀'));
  });
});

describe("a cursor", () => {
  const malformed = ["x", "AQ", "AAAAAAAAAAAAAAAA", "AQAAAAAAAAAAAA==", "1", "%00"];

  test.each(malformed)("that never was one is answered 400: %j", async (after) => {
    const { ask } = await harness();
    const answer = await ask({ url: `/adapter/events?after=${after}` });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ type: "urn:underclaim:problem:malformed_cursor" });
  });

  test.each([
    ["beyond the head", cursors("ledger_1").encode("acme", 7)],
    ["of another ledger", cursors("ledger_2").encode("acme", 1)],
    ["of another tenant", cursors("ledger_1").encode("globex", 1)],
  ])("%s is answered 410, by page and by stream", async (_which, after) => {
    const http = await harness();
    http.runtime.add("acme");
    for (const path of ["/adapter/events", "/adapter/events/stream"]) {
      const answer = await http.ask({ url: `${path}?after=${after}` });
      expect(answer.status).toBe(410);
      expect(answer.json()).toMatchObject({ type: "urn:underclaim:problem:cursor_expired" });
    }
  });

  test("stands for every position up to 2^48", () => {
    const { encode, decode } = cursors("ledger_1");
    for (const position of [0, 1, 255, 256, 2 ** 32, 2 ** 48 - 1]) {
      expect(decode("acme", encode("acme", position))).toBe(position);
    }
  });

  test("of one tenant never shows another tenant's events", async () => {
    const http = await harness();
    http.runtime.add("acme");
    const answer = await http.ask({ url: "/adapter/events", headers: bearer(GLOBEX) });
    expect(answer.json()).toMatchObject({ events: [], more: false });
  });
});
