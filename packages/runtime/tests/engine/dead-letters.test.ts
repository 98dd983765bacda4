import type { DeadLetter, SourceDefinition, WireRequest } from "@underclaim/runtime";
import { signatureHeaders, TEST_SECRET } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { stage, START } from "./stage.ts";

const DAY = 86_400_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const wire = (over: Partial<WireRequest> = {}): WireRequest => ({
  headers: {},
  body: bytes("not understood"),
  url: "",
  account: null,
  receivedAt: 0,
  ...over,
});

async function withSource(source: Partial<SourceDefinition>, raw?: { retentionMs: number | null }) {
  const staged = await stage((composition) => ({
    ...composition,
    ...(raw === undefined ? {} : { settings: { raw: { keep: true, ...raw } } }),
    definition: {
      ...composition.definition,
      sources: {
        odd: {
          transport: "http",
          parse: () => ({ ok: false, reason: "Not as documented." }),
          ...source,
        },
      },
    },
  }));
  const { runtime, tenant } = staged;
  const post = async (over: Partial<WireRequest> = {}) => {
    const answer = await runtime().receive(tenant, "odd", wire(over));
    return answer.kind === "received" ? String(answer.deadLetter) : answer.kind;
  };
  const letter = async (id: string): Promise<DeadLetter | null> =>
    runtime().store.deadLetter(tenant, id);
  return { ...staged, post, letter };
}

describe("the letter of an event that was not understood", () => {
  const headers = {
    "content-type": "text/plain",
    "x-event": "status",
    "x-signature": "canary-signature",
    authorization: "Basic canary-credential",
    cookie: "canary-cookie",
    "x-api-key": "canary-key",
  };

  test("keeps of the headers those that its parser reads, and no credential or signature", async () => {
    const { post, letter } = await withSource({ headers: ["x-event", "authorization"] });
    const text = (await letter(await post({ headers })))?.text ?? "";
    expect(JSON.parse(text)).toMatchObject({
      kind: "wire",
      wire: { headers: { "content-type": "text/plain", "x-event": "status" } },
    });
    expect(text).not.toContain("canary");
  });

  test("is made of what the parser saw, so that a replay reads what the first reading did", async () => {
    const seen: WireRequest[] = [];
    const { post, runtime, tenant } = await withSource({
      headers: ["x-event"],
      parse: (one) => {
        seen.push(one);
        return { ok: false, reason: "Not yet." };
      },
    });
    const id = await post({ headers, body: bytes("é\u0000"), url: "https://a.example/?x=1" });
    await runtime().replay(tenant, id);
    expect(seen).toHaveLength(2);
    expect({ ...seen[1], body: [...(seen[1]?.body ?? [])] }).toEqual({
      ...seen[0],
      body: [...bytes("é\u0000")],
    });
    expect(Object.keys(seen[0]?.headers ?? {})).toEqual(["content-type", "x-event"]);
  });

  test("shows text as text and keeps other bytes as they are", async () => {
    const latin1 = Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x00, 0xff);
    const seen: Uint8Array[] = [];
    const { post, letter, runtime, tenant } = await withSource({
      parse: ({ body }) => {
        seen.push(body);
        return { ok: false, reason: "The body is not UTF-8." };
      },
    });
    const id = await post({ body: latin1 });
    const kept = JSON.parse((await letter(id))?.text ?? "") as { wire: Record<string, unknown> };
    expect(kept.wire).toMatchObject({ body: "Y2Fm6QD/", encoding: "base64" });
    await runtime().replay(tenant, id);
    expect(seen.map((body) => [...body])).toEqual([[...latin1], [...latin1]]);
    const readable = JSON.parse((await letter(await post()))?.text ?? "") as typeof kept;
    expect(readable.wire).toMatchObject({ body: "not understood", encoding: "utf-8" });
  });

  test("says that bytes that are no UTF-8 are no JSON to its parser, though their signature holds", async () => {
    const { runtime, tenant } = await stage();
    const body = Buffer.from('{"event_id":"café"}', "latin1");
    const answer = await runtime().receive(tenant, "reference.status", {
      ...wire({ body, receivedAt: START }),
      headers: signatureHeaders(body, TEST_SECRET, START),
    });
    expect(answer).toMatchObject({ kind: "received", natives: 0 });
    const [letter] = await runtime().deadLetters(tenant, { limit: 1 });
    expect(letter?.reason).toBe("The body is not UTF-8.");
    expect(letter?.text).not.toMatch(/signature|timestamp/);
  });

  test("is erased with the person whom its source finds in it", async () => {
    const { post, letter, runtime, tenant } = await withSource({
      person: ({ body }) => new TextDecoder().decode(body).split("=")[1] ?? null,
    });
    const [anna, other] = [await post({ body: bytes("from=anna") }), await post()];
    expect(await runtime().erase(tenant, "anna")).toBe(1);
    expect(await letter(anna)).toMatchObject({ state: "discarded", text: "" });
    expect(await letter(other)).toMatchObject({ state: "open" });
  });

  test("is kept even where its source fails to find a person in it", async () => {
    const { post, letter } = await withSource({
      person: () => {
        throw new Error("fault");
      },
    });
    expect(await letter(await post())).toMatchObject({ state: "open", person: null });
  });
});

describe("past the retention of raw data", () => {
  const content = async (raw: { retentionMs: number | null } | undefined, waited: number) => {
    const { post, letter, advance } = await withSource({}, raw);
    const id = await post();
    await advance(waited);
    return letter(id);
  };

  test.each([
    [{ retentionMs: 7 * DAY }, 7],
    [{ retentionMs: null }, 30],
    [undefined, 30],
  ])(
    "%j a letter's content is dropped after %i days, and the letter says so",
    async (raw, days) => {
      expect(await content(raw, (days - 1) * DAY)).toMatchObject({ state: "open" });
      expect(await content(raw, (days + 1) * DAY)).toMatchObject({
        state: "discarded",
        text: "",
        code: "not_understood",
        reason: expect.stringMatching(/retention/),
      });
    },
  );

  test("what was replayed stays replayed, without its content, and cannot be replayed again", async () => {
    let understood = false;
    const { post, letter, advance, runtime, tenant } = await withSource({
      parse: () =>
        understood ? { ok: true, natives: [] } : { ok: false, reason: "Not as documented." },
    });
    const id = await post();
    understood = true;
    expect(await runtime().replay(tenant, id)).toMatchObject({ state: "replayed" });
    await advance(31 * DAY);
    expect(await letter(id)).toMatchObject({ state: "replayed", text: "" });
    expect(await runtime().replay(tenant, id)).toMatchObject({
      state: "replayed",
      reason: expect.stringMatching(/content/),
    });
  });

  test("an event that is sent again then is kept again", async () => {
    const { post, letter, advance } = await withSource({});
    const id = await post();
    await advance(31 * DAY);
    expect(await post()).toBe(id);
    expect(await letter(id)).toMatchObject({ state: "open", attempts: 2 });
    await advance(2 * 3_600_000);
    expect(await letter(id)).toMatchObject({ state: "open" });
  });

  test("a deadline's letter, which holds nobody's data, waits for its operator", async () => {
    const { runtime, tenant, advance, send } = await stage((composition) => ({
      ...composition,
      definition: {
        ...composition.definition,
        overdue: () => {
          throw new Error("fault");
        },
      },
    }));
    await send();
    await advance(40 * DAY);
    const letters = await runtime().deadLetters(tenant, { limit: 10 });
    expect(letters).toMatchObject([{ state: "open", text: expect.stringMatching(/"deadline"/) }]);
  });
});
