import { describe, expect, test } from "vitest";
import { textOf } from "../../src/definition/source.ts";
import { ACME, apiKey, bearer, GLOBEX, harness } from "./harness.ts";

const signed = { "x-signature": "right", "content-type": "application/x-www-form-urlencoded" };

describe("a signed source", () => {
  test("needs no key: its account names the tenant", async () => {
    const { ask, runtime } = await harness({ publicUrl: "https://hooks.example/" });
    const answer = await ask({
      method: "POST",
      url: "/adapter/events/provider/test.signed/acme-1?x=1",
      headers: { ...signed, "x-api-key": "of-somebody", "x-twice": "a" },
      payload: "Status=delivered&é",
    });
    expect(answer.status).toBe(202);
    expect(answer.json()).toEqual({ natives: 1, dead_letter: null });
    expect(runtime.received).toMatchObject([
      {
        tenant: "acme",
        source: "test.signed",
        wire: {
          account: "acme-1",
          body: Buffer.from("Status=delivered&é"),
          url: "https://hooks.example/adapter/events/provider/test.signed/acme-1?x=1",
          headers: signed,
        },
      },
    ]);
    expect(runtime.received[0]?.wire.headers).not.toHaveProperty("x-api-key");
  });

  test("with a wrong signature is answered 401 and nothing is taken in", async () => {
    const { ask, runtime } = await harness();
    const answer = await ask({
      method: "POST",
      url: "/adapter/events/provider/test.signed",
      headers: { "x-signature": "wrong" },
      payload: "a",
    });
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ error: { code: "unverified" } });
    expect(answer.text).not.toContain("the signature differs");
    expect(runtime.received).toEqual([]);
  });

  test("takes any media type, or none, and an empty body", async () => {
    const { ask, runtime } = await harness();
    const url = "/adapter/events/provider/test.signed/acme-1";
    for (const type of ["application/json", "text/xml; charset=utf-8", "x/y"]) {
      const headers = { "x-signature": "right", "content-type": type };
      expect((await ask({ method: "POST", url, headers, payload: "{broken" })).status).toBe(202);
    }
    expect((await ask({ method: "POST", url, headers: { "x-signature": "right" } })).status).toBe(
      202,
    );
    expect(runtime.received.map(({ wire }) => textOf(wire))).toEqual([
      "{broken",
      "{broken",
      "{broken",
      "",
    ]);
  });
});

test("bytes that are no text arrive as they were sent", async () => {
  const { ask, runtime } = await harness();
  const latin1 = Buffer.from("Body=caf\u00e9&\u0000\u00ff", "latin1");
  const answer = await ask({
    method: "POST",
    url: "/adapter/events/provider/test.signed/acme-1",
    headers: { ...signed, "content-type": "text/plain; charset=iso-8859-1" },
    payload: latin1,
  });
  expect(answer.status).toBe(202);
  expect(runtime.received.map(({ wire }) => [...wire.body])).toEqual([[...latin1]]);
});

describe("an unsigned source", () => {
  const url = "/adapter/events/provider/test.unsigned";

  test("needs a key with events:write, which names the tenant and is not kept", async () => {
    const { ask, runtime } = await harness();
    const answer = await ask({ method: "POST", url, headers: bearer(GLOBEX), payload: { a: 1 } });
    expect(answer.status).toBe(202);
    expect(runtime.received).toMatchObject([
      { tenant: "globex", wire: { body: Buffer.from('{"a":1}'), account: null } },
    ]);
    expect(JSON.stringify(runtime.received)).not.toContain(GLOBEX);
  });

  test("without one is answered 401 or 403", async () => {
    const { ask } = await harness({ keys: [apiKey(ACME, "acme", ["events:read"])] });
    expect((await ask({ method: "POST", url, headers: {}, payload: {} })).status).toBe(401);
    expect((await ask({ method: "POST", url, payload: {} })).status).toBe(403);
  });
});

test("an unknown source, an unknown account and a source of sessions are the same 404, and 401 without a key", async () => {
  const { ask } = await harness();
  const texts = new Set<string>();
  for (const path of ["nothing", "test.session", "nothing/acme-1"]) {
    const url = `/adapter/events/provider/${path}`;
    const answer = await ask({ method: "POST", url, payload: {} });
    expect(answer.status).toBe(404);
    texts.add(answer.text);
    expect((await ask({ method: "POST", url, headers: {}, payload: {} })).status).toBe(401);
  }
  const url = "/adapter/events/provider/test.signed/foreign";
  expect((await ask({ method: "POST", url, headers: signed, payload: "a" })).status).toBe(401);
  expect(texts.size).toBe(1);
});

describe("a relayed event", () => {
  const relay = (payload: object, headers = bearer(ACME)) => ({
    method: "POST" as const,
    url: "/adapter/events/provider",
    headers,
    payload,
  });

  test("that is not UTF-8 travels as base64, and as nothing else that says so", async () => {
    const { ask, runtime } = await harness();
    const bytes = Buffer.of(0xe9, 0x00, 0xff);
    const event = { source: "test.unsigned", encoding: "base64" };
    const answer = await ask(relay({ ...event, body: bytes.toString("base64") }));
    expect(answer.status).toBe(202);
    expect(runtime.received.map(({ wire }) => [...wire.body])).toEqual([[...bytes]]);
    const odd = await ask(relay({ ...event, body: "caf\u00e9!" }));
    expect(odd.status).toBe(400);
    expect(odd.json()).toMatchObject({ problems: [{ path: "body" }] });
    expect(runtime.received).toHaveLength(1);
  });

  test("carries source and body as they came", async () => {
    const { ask, runtime } = await harness();
    const answer = await ask(
      relay({ source: "test.unsigned", body: "a=1", content_type: "text/plain" }),
    );
    expect(answer.status).toBe(202);
    expect(runtime.received).toMatchObject([
      {
        tenant: "acme",
        wire: { body: Buffer.from("a=1"), headers: { "content-type": "text/plain" } },
      },
    ]);
  });

  test("of a signed source is verified, and only for the tenant whose account it is", async () => {
    const { ask, runtime } = await harness();
    const event = { source: "test.signed", account: "acme-1", body: "a" };
    expect((await ask(relay(event))).status).toBe(401);
    const verified = { ...event, headers: { "X-Signature": "right" } };
    expect((await ask(relay(verified, bearer(GLOBEX)))).status).toBe(404);
    expect((await ask(relay(verified))).status).toBe(202);
    expect(runtime.received).toHaveLength(1);
  });

  test("without a source or with an unknown field is answered 400", async () => {
    const { ask } = await harness();
    expect((await ask(relay({ body: "a", sauce: "x" }))).json()).toMatchObject({
      status: 400,
      problems: [{ path: "source" }, { path: "sauce" }],
    });
  });
});

describe("a source that comes by GET, and has an answer of its own", () => {
  const url = "/adapter/events/provider/test.answered/acme-1?status=delivered";

  test("is taken with its query, and answered as its provider expects", async () => {
    const { ask, runtime } = await harness();
    const answer = await ask({ method: "GET", url, headers: { "x-signature": "right" } });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^text\/xml/);
    expect(answer.text).toBe("<Response/>");
    expect(runtime.received[0]?.wire.url).toMatch(/\?status=delivered$/);
  });

  test("is verified all the same, and a HEAD does nothing", async () => {
    const { ask, runtime } = await harness();
    const forged = await ask({ method: "GET", url, headers: { "x-signature": "wrong" } });
    expect(forged.status).toBe(401);
    await ask({ method: "HEAD", url, headers: { "x-signature": "right" } });
    expect(runtime.received).toEqual([]);
  });

  test("no other source is taken by GET", async () => {
    const { ask, runtime } = await harness();
    const other = "/adapter/events/provider/test.signed/acme-1";
    const answer = await ask({ method: "GET", url: other, headers: { "x-signature": "right" } });
    expect(answer.status).toBe(404);
    expect(runtime.received).toEqual([]);
  });

  test("handed on by somebody else it is answered with what came of it", async () => {
    const { ask } = await harness();
    const answer = await ask({
      method: "POST",
      url: "/adapter/events/provider",
      headers: bearer(ACME),
      payload: {
        source: "test.answered",
        account: "acme-1",
        body: "",
        encoding: "utf-8",
        headers: { "x-signature": "right" },
      },
    });
    expect(answer.status).toBe(202);
    expect(answer.json()).toEqual({ natives: 1, dead_letter: null });
  });
});

describe("what is posted to an address that takes nothing in", () => {
  const lines = (logged: string) =>
    logged
      .split("\n")
      .filter((line) => line.includes("was not taken in"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const post = (path: string) => ({
    method: "POST" as const,
    url: `/adapter/events/provider/${path}`,
    headers: signed,
    payload: "CANARY-body",
  });

  test("leaves a line that says what of it is wrong, and repeats nothing of a stranger's", async () => {
    const { ask, logged } = await harness();
    for (const path of ["test.signed/acme1", "test.signed/CANARY", "CANARY", "test.unsigned"])
      expect((await ask(post(path))).status).toBe(401);
    expect(lines(logged())).toMatchObject([
      {
        level: "warn",
        source: "test.signed",
        account: "[redacted]",
        reason: "unknown_account",
        did_you_mean: "acme-1",
      },
      { source: "test.signed", reason: "unknown_account", did_you_mean: null },
      { source: "[redacted]", account: null, reason: "unknown_source" },
      { source: "test.unsigned", account: null, reason: "no_key" },
    ]);
    expect(logged()).not.toContain("CANARY");
  });

  test("leaves a line a minute however much it is, and says how many it left out", async () => {
    const { ask, logged, clock } = await harness();
    for (let n = 0; n < 40; n += 1) await ask(post(`test.signed/other-${n}`));
    expect(lines(logged())).toHaveLength(5);
    // Of another source: one does not hide the other.
    await ask(post("nowhere"));
    expect(lines(logged())).toHaveLength(6);
    await clock.advance(60_000);
    await ask(post("test.signed/other"));
    await ask(post("test.signed/other"));
    expect(lines(logged()).slice(6)).toMatchObject([{ not_logged_before: 35 }]);
  });

  test("leaves none where it is taken in", async () => {
    const { ask, logged } = await harness();
    expect((await ask(post("test.signed/acme-1"))).status).toBe(202);
    expect(lines(logged())).toEqual([]);
  });
});
