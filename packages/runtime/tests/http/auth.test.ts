import { describe, expect, test } from "vitest";
import { authenticator, SCOPES } from "../../src/http/index.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { ACME, apiKey, bearer, harness, START } from "./harness.ts";

describe("with configured keys", () => {
  test("a key is taken from Authorization or X-API-Key", async () => {
    const { ask } = await harness();
    const url = "/adapter/descriptor";
    for (const headers of [
      bearer(ACME),
      { authorization: `bearer ${ACME}` },
      { "x-api-key": ACME },
    ]) {
      expect((await ask({ url, headers })).status).toBe(200);
    }
  });

  test.each([
    {},
    { authorization: "Bearer wrong" },
    { authorization: `Basic ${ACME}` },
    { authorization: ACME },
    { "x-api-key": "" },
    { "x-api-key": `${ACME} ` + "x".repeat(600) },
  ])("401 with WWW-Authenticate without a valid one: %j", async (headers) => {
    const { ask } = await harness();
    const answer = await ask({ url: "/adapter/descriptor", headers });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="underclaim"');
    expect(answer.text).not.toContain(ACME);
  });

  test("a missing scope is answered 403 and named", async () => {
    const { ask } = await harness({ keys: [apiKey(ACME, "acme", ["events:read"])] });
    expect((await ask({ url: "/adapter/events" })).status).toBe(200);
    const answer = await ask({ method: "POST", url: "/adapter/actions", payload: {} });
    expect(answer.status).toBe(403);
    expect(answer.json().detail).toBe("The API key lacks the scope actions:write.");
  });

  test("who may not ask is refused before the body is read", async () => {
    const { ask } = await harness({ limits: { bodyBytes: 10 } });
    const answer = await ask({
      method: "POST",
      url: "/adapter/actions",
      headers: { "content-type": "application/json" },
      payload: "x".repeat(1_000),
    });
    expect(answer.status).toBe(401);
  });

  test("a key is valid from not_before until expires_at", async () => {
    const clock = new ManualClock(START);
    const key = { ...apiKey(ACME, "acme"), notBefore: START + 1_000, expiresAt: START + 2_000 };
    const auth = authenticator([key], clock);
    const states = [];
    for (let step = 0; step < 4; step += 1) {
      states.push(typeof auth.authenticate(bearer(ACME)));
      await clock.advance(step === 2 ? 1 : 999 + (step === 0 ? 1 : 0));
    }
    expect(states).toEqual(["string", "object", "object", "string"]);
  });

  test("a rotated key is found within a second, and the old one is refused", async () => {
    const clock = new ManualClock(START);
    let text = "old-key-0123456789";
    const keys = [{ ...apiKey("", "acme"), sha256: () => apiKey(text, "acme").sha256() }];
    const auth = authenticator(keys, clock);
    expect(auth.authenticate(bearer("old-key-0123456789"))).toMatchObject({ tenant: "acme" });
    text = "new-key-0123456789";
    await clock.advance(1_000);
    expect(auth.authenticate(bearer("new-key-0123456789"))).toMatchObject({ tenant: "acme" });
    expect(auth.authenticate(bearer("old-key-0123456789"))).toBe("unauthenticated");
  });

  test("a rotated key is found though the clock was set back", () => {
    let now = START;
    let text = "old-key-0123456789";
    const keys = [{ ...apiKey("", "acme"), sha256: () => apiKey(text, "acme").sha256() }];
    const auth = authenticator(keys, { now: () => now, wakeAt: () => () => {} });
    expect(auth.authenticate(bearer("old-key-0123456789"))).toMatchObject({ tenant: "acme" });
    text = "new-key-0123456789";
    now -= 3_600_000;
    expect(auth.authenticate(bearer("old-key-0123456789"))).toBe("unauthenticated");
  });

  test("two tenants with the same key: the one that is valid now counts", () => {
    const clock = new ManualClock(START);
    const expired = { ...apiKey(ACME, "acme"), expiresAt: START };
    const auth = authenticator([expired, apiKey(ACME, "globex")], clock);
    expect(auth.authenticate(bearer(ACME))).toMatchObject({ tenant: "globex" });
  });
});

describe("without keys", () => {
  test("everybody on this machine is the tenant default with every scope", () => {
    const auth = authenticator([], new ManualClock(START));
    expect(auth.keyed).toBe(false);
    const principal = auth.authenticate({ host: "127.0.0.1:7103" });
    expect(principal).toMatchObject({ tenant: "default", scopes: new Set(SCOPES) });
  });

  test.each([
    [{ host: "localhost" }, true],
    [{ host: "[::1]:7103" }, true],
    [{ host: "127.0.0.1:7103", origin: "http://localhost:7100" }, true],
    [{ host: "evil.example:7103" }, false],
    [{ host: "127.0.0.1.evil.example" }, false],
    [{ host: "127.0.0.1", origin: "https://evil.example" }, false],
    [{ host: "127.0.0.1", origin: "null" }, false],
    [{ host: "127.0.0.1", origin: "http://localhost.evil.example" }, false],
    [{ host: "" }, false],
  ])("%j → %s", (headers, allowed) => {
    const principal = authenticator([], new ManualClock(START)).authenticate(headers);
    expect(typeof principal === "object").toBe(allowed);
  });

  test("a page of another origin is answered 403", async () => {
    const { ask } = await harness({ keys: [] });
    const answer = await ask({
      method: "POST",
      url: "/adapter/lifecycle",
      headers: { origin: "https://evil.example" },
      payload: { state: "disabled" },
    });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ error: { code: "foreign_origin" } });
  });
});

describe("too fast", () => {
  test("429 with Retry-After, per key, until the bucket refills", async () => {
    const { ask, clock } = await harness({ limits: { rate: { perSecond: 0.5, burst: 2 } } });
    const get = () => ask({ url: "/adapter/descriptor" });
    expect([(await get()).status, (await get()).status]).toEqual([200, 200]);
    const refused = await get();
    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe("2");
    expect(
      (await ask({ url: "/adapter/descriptor", headers: bearer("globex-key-0123456789") })).status,
    ).toBe(200);
    await clock.advance(2_000);
    expect([(await get()).status, (await get()).status]).toEqual([200, 429]);
  });
});
