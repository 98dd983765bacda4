import { AdapterActionResult } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { createLog } from "../../src/log/index.ts";
import { ACME, bearer, GLOBEX, harness } from "./harness.ts";
import type { Harness } from "./harness.ts";
import { StoreUnavailableError } from "../../src/errors.ts";
import { storeGone } from "./fake-runtime.ts";

const send = { idempotency_key: "k", action_type: "notification.send" };

const post = ({ ask }: Harness, payload: object) =>
  ask({ method: "POST", url: "/adapter/actions", payload });

describe("a posted action", () => {
  test("is answered 202 with the result's own text", async () => {
    const answer = await post(await harness(), send);
    expect(answer.status).toBe(202);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.headers["idempotency-replayed"]).toBeUndefined();
    expect(AdapterActionResult.parse(answer.json()).accepted).toBe(true);
  });

  test("is answered 200 with the same bytes when it comes again", async () => {
    const http = await harness();
    const first = await post(http, send);
    const again = await post(http, send);
    expect(again.status).toBe(200);
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect(again.text).toBe(first.text);
  });

  test("that is refused is answered 422, and so is its repeat", async () => {
    const http = await harness();
    const first = await post(http, { ...send, action_type: "refuse" });
    const again = await post(http, { ...send, action_type: "refuse" });
    expect([first.status, again.status]).toEqual([422, 422]);
    expect(first.headers["idempotency-replayed"]).toBeUndefined();
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect(AdapterActionResult.parse(again.json()).error?.code).toBe("refused");
  });

  test("with a used key and another content is answered 409 with the fields in conflict", async () => {
    const http = await harness();
    await post(http, send);
    const answer = await post(http, { ...send, content: {} });
    expect(answer.status).toBe(409);
    const result = AdapterActionResult.parse(answer.json());
    expect(result.action_state).toBe("idempotency_conflict");
    expect(result.error).toMatchObject({
      code: "idempotency_conflict",
      details: { conflict_fields: ["content"], original_request_ref: "r1" },
    });
  });

  test("that is not understood is answered 400 with the path of each wrong field", async () => {
    const answer = await post(await harness(), { nothing: 1 });
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json()).toEqual({
      type: "urn:underclaim:problem:malformed_request",
      title: "The request was not understood",
      status: 400,
      detail: "idempotency_key is missing.",
      error: {
        code: "malformed_request",
        message: "idempotency_key is missing.",
        retryable: false,
        category: "validation",
      },
      problems: [{ path: "idempotency_key", message: "is missing" }],
    });
  });

  test("is answered 503 with Retry-After while the adapter is disabled", async () => {
    const http = await harness();
    http.runtime.lifecycle = "disabled";
    const answer = await post(http, send);
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("60");
    expect(answer.json()).toMatchObject({ type: "urn:underclaim:problem:adapter_disabled" });
  });

  test("is answered 503 without one by an adapter that is retired", async () => {
    const http = await harness();
    http.runtime.lifecycle = "retired";
    const answer = await post(http, send);
    expect(answer.status).toBe(503);
    expect(answer.headers).not.toHaveProperty("retry-after");
    expect(answer.json()).toMatchObject({ error: { code: "adapter_retired", retryable: false } });
  });

  test("is answered 503 with Retry-After while the store is unavailable", async () => {
    const http = await harness();
    http.runtime.failure = storeGone();
    const answer = await post(http, send);
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.json()).toMatchObject({ error: { code: "store_unavailable", retryable: true } });
  });

  test("does not say that nothing was written where nobody knows it", async () => {
    const http = await harness();
    http.runtime.failure = new StoreUnavailableError("The writer stopped.", false, {
      outcomeUnknown: true,
    });
    const answer = await post(http, send);
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({ error: { code: "outcome_unknown", retryable: true } });
    expect(answer.text).not.toMatch(/Nothing of this/);
    expect(answer.text).toMatch(/same idempotency_key/);
  });
});

describe("an operation", () => {
  test("is read by its tenant and is nothing to another", async () => {
    const { ask, ...http } = await harness();
    await post({ ask, ...http }, send);
    const url = "/adapter/actions/op_1";
    expect((await ask({ url })).json()).toMatchObject({ adapter_operation_id: "op_1" });
    const foreign = await ask({ url, headers: bearer(GLOBEX) });
    const absent = await ask({ url: "/adapter/actions/op_9" });
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreign.text).toBe(absent.text);
  });

  test("whose outcome is unknown is resolved once", async () => {
    const http = await harness();
    await post(http, send);
    http.runtime.unknownOperations.add("op_1");
    const resolve = (operation: string, payload: object) =>
      http.ask({ method: "POST", url: `/adapter/actions/${operation}/resolve`, payload });
    const decision = { as: "accepted", note: "The provider says so." };
    expect((await resolve("op_1", decision)).status).toBe(200);
    expect((await resolve("op_1", decision)).status).toBe(409);
    expect((await resolve("op_9", decision)).status).toBe(404);
    expect((await resolve("op_1", { as: "maybe", note: "" })).json()).toMatchObject({
      status: 400,
      problems: [{ path: "as" }, { path: "note" }],
    });
  });

  test("is decided by name: the audit log has the key, and never the note", async () => {
    const http = await harness();
    await post(http, send);
    http.runtime.unknownOperations.add("op_1");
    await http.ask({
      method: "POST",
      url: "/adapter/actions/op_1/resolve",
      headers: bearer(ACME),
      payload: { as: "rejected", note: "CANARY-NOTE" },
    });
    expect(http.logged()).toContain('"key":"acme-acme-k"');
    expect(http.logged()).toContain("operator.request");
    expect(http.logged()).not.toContain("CANARY-NOTE");
  });

  test("is in the audit log whatever level the log has", async () => {
    const lines: string[] = [];
    const log = createLog({ level: "error", destination: { write: (line) => lines.push(line) } });
    const http = await harness({ log });
    await http.ask({
      method: "POST",
      url: "/adapter/actions/op_1/resolve",
      headers: bearer(ACME),
      payload: { as: "rejected", note: "n" },
    });
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ audit: true, key: "acme-acme-k", msg: "operator.request" }),
    ]);
  });
});
