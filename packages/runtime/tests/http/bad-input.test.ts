import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { harness } from "./harness.ts";

const json = { "content-type": "application/json" };

async function postRaw(payload: string, headers: Record<string, string> = json) {
  const { ask } = await harness({ limits: { bodyBytes: 10_000 } });
  return ask({
    method: "POST",
    url: "/adapter/actions",
    headers: { "x-api-key": "acme-key-0123456789", ...headers },
    payload,
  });
}

describe("a body", () => {
  test.each([
    ['{"a": CANARY}', "line 1, column 7"],
    ['{"a": 1,\n "CANARY"}', "line 2, column 10"],
    ['{"a": "CANARY', "line 1, column 7"],
    ["[1, 2", "line 1, column 6"],
    ['{"a": 1} CANARY', "line 1, column 10"],
    ["{'a': 1}", "line 1, column 2"],
    ['{"a": "\u0001"}', "line 1, column 7"],
  ])(
    "that is no JSON is answered with the position and not the content: %j",
    async (body, where) => {
      const answer = await postRaw(body);
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({ type: "urn:underclaim:problem:malformed_json" });
      expect(answer.text).toContain(where);
      expect(answer.text).not.toContain("CANARY");
    },
  );

  test("that is empty, poisoned or nests too deep is answered 400", async () => {
    const bodies = ["", '{"__proto__": {"a": 1}}', `${"[".repeat(3_000)}${"]".repeat(3_000)}`];
    const details = await Promise.all(
      bodies.map(async (body) => (await postRaw(body)).json().detail),
    );
    expect(details).toEqual([
      "The body is empty.",
      "The body has a key that is not allowed: __proto__, or constructor with a prototype.",
      "The body nests deeper than 64 levels.",
    ]);
  });

  test("that is not UTF-8 is answered 400, since replacements would make one of two keys", async () => {
    const { ask, runtime } = await harness();
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
      const answer = await ask({
        method: "POST",
        url: "/adapter/actions",
        headers: { "x-api-key": "acme-key-0123456789", ...json },
        payload: Buffer.concat([
          Buffer.from('{"idempotency_key":"'),
          Buffer.from(bytes),
          Buffer.from('"}'),
        ]),
      });
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({
        type: "urn:underclaim:problem:malformed_json",
        detail: "The body is not UTF-8, as JSON is (RFC 8259 §8.1).",
      });
    }
    expect(runtime.counters().actions.malformed).toBe(0);
  });

  test("that is too large is answered 413", async () => {
    const answer = await postRaw(JSON.stringify({ a: "x".repeat(20_000) }));
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ error: { code: "body_too_large" } });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "CANARY"])(
    "of the type %s is answered 415",
    async (type) => {
      const answer = await postRaw("{}", { "content-type": type });
      expect(answer.status).toBe(415);
      expect(answer.text).not.toContain("CANARY");
    },
  );

  test("with an unknown or wrong field names it", async () => {
    const { ask } = await harness();
    const answer = await ask({
      method: "POST",
      url: "/adapter/lifecycle",
      payload: { state: "asleep", extra: 1 },
    });
    expect(answer.json()).toMatchObject({
      status: 400,
      problems: [{ path: "state" }, { path: "extra", message: "There is no such field." }],
    });
  });
});

describe("an address", () => {
  test("that no route knows is the same 404 with and without a key", async () => {
    const { ask } = await harness();
    const known = await ask({ url: "/adapter/CANARY" });
    const unknown = await ask({ url: "/nothing", headers: {} });
    expect([known.status, unknown.status]).toEqual([404, 404]);
    expect(known.text).toBe(unknown.text);
    expect(known.text).not.toContain("CANARY");
  });

  test("that knows other methods is answered 405 with them", async () => {
    const { ask } = await harness();
    const answer = await ask({ method: "DELETE", url: "/adapter/actions" });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("POST");
    const read = await ask({ method: "POST", url: "/adapter/actions/op_1", payload: {} });
    expect(read.headers.allow).toBe("GET, HEAD");
  });

  test("that cannot be decoded is answered 400", async () => {
    const { ask } = await harness();
    const answer = await ask({ url: "/adapter/%E0%A4%A" });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ type: "urn:underclaim:problem:malformed_url" });
  });

  test("with a part longer than any id is answered 400 and says so", async () => {
    const { ask } = await harness();
    const answer = await ask({ url: `/adapter/actions/${"a".repeat(600)}` });
    expect(answer.status).toBe(400);
    expect(answer.json().detail).toBe("A part of the address is longer than any id.");
  });

  test("with an unknown parameter names it, and those there are", async () => {
    const { ask } = await harness();
    const answer = await ask({ url: "/adapter/events?limt=5" });
    expect(answer.json()).toMatchObject({
      status: 400,
      problems: [{ path: "limt", message: "There is no such parameter. There are: after, limit." }],
    });
  });

  test.each([
    ["GET", "/adapter/descriptor"],
    ["HEAD", "/adapter/health"],
    ["GET", "/adapter/actions/op_1"],
    ["GET", "/adapter/dead-letters/dl_1"],
    ["GET", "/metrics"],
    ["POST", "/adapter/actions"],
    ["POST", "/adapter/dead-letters/dl_1/discard"],
  ] as const)("with a parameter where there is none is refused: %s %s", async (method, path) => {
    const { ask } = await harness();
    const answer = await ask({ method, url: `${path}?dry_run=true` });
    expect(answer.status).toBe(400);
    if (method === "HEAD") return;
    expect(answer.json()).toMatchObject({
      detail: "The query was not understood.",
      problems: [
        {
          path: "dry_run",
          message: "There is no such parameter: this address takes none.",
        },
      ],
    });
  });

  test.each(["/health/live", "/health/ready", "/openapi.json"])(
    "with a parameter that strangers add is answered where anybody may ask: %s",
    async (path) => {
      const { ask } = await harness();
      expect((await ask({ url: `${path}?utm_source=x` })).status).toBe(200);
    },
  );
});

test("what is no HTTP is answered with a problem, too", async () => {
  const { app } = await harness();
  await app.listen({ host: "127.0.0.1", port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("CANARY\r\n\r\n");
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toContain("urn:underclaim:problem:malformed_request");
  expect(answer).not.toContain("CANARY");
});

test("a request that takes too long to arrive is answered 408, and may be sent again", async () => {
  const { app } = await harness();
  const socket = new PassThrough();
  const late = Object.assign(new Error("late"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
  app.server.emit("clientError", late, socket);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(answer).toContain('"code":"request_timeout"');
  expect(answer).toContain('"retryable":true');
});

test("an unexpected failure is a 500 with an incident that the log knows, and neither shows a value", async () => {
  const { ask, runtime, logged } = await harness();
  runtime.failure = new Error("CANARY");
  const answer = await ask({ url: "/adapter/actions/op_1" });
  expect(answer.status).toBe(500);
  expect(answer.json()).toMatchObject({
    incident: "incident_1",
    error: { code: "internal_error" },
  });
  expect(answer.text).not.toMatch(/CANARY|\bat /);
  expect(logged()).toContain("incident_1");
  expect(logged()).toContain("/adapter/actions/:operation_id");
  expect(logged()).not.toContain("CANARY");
});
