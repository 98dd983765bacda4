import { ConfigurationError } from "@underclaim/runtime";
import { request } from "node:http";
import { expect, test } from "vitest";
import { httpApp } from "../src/http.ts";
import { ANN, httpHost, openWorld, OTHER_TOKEN, serveHttp, TOKEN, type Served } from "./support.ts";

/** As `fetch` would not: with any Host. */
const ask = ({ url }: Served, headers: Record<string, string>, method = "POST"): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      headers: { "content-type": "application/json", ...headers },
    });
    asked.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end(method === "POST" ? "{}" : undefined);
  });

test("nobody is let in without a token, from a foreign page, or under a foreign name", async () => {
  const served = await serveHttp(await openWorld());
  const authorization = `Bearer ${TOKEN}`;
  expect(await ask(served, {})).toBe(401);
  expect(await ask(served, { authorization: "Bearer wrong" })).toBe(401);
  expect(await ask(served, { authorization: `Basic ${TOKEN}` })).toBe(401);
  expect(await ask(served, { authorization: `Bearer ${TOKEN}x` })).toBe(401);
  expect(await ask(served, { authorization, origin: "https://evil.example" })).toBe(403);
  expect(await ask(served, { authorization, origin: "null" })).toBe(403);
  expect(await ask(served, { authorization, host: "evil.example" })).toBe(403);
  expect([401, 403]).not.toContain(await ask(served, { authorization }));
  expect([401, 403]).not.toContain(
    await ask(served, { authorization, origin: "http://localhost:3000" }),
  );
  expect(await ask(served, { authorization }, "GET")).toBe(405);
});

test("of 100 calls at once, of two clients of two servers, as many are sent as the limit says", async () => {
  const world = await openWorld(
    "require_first_contact_confirmation = false\nrate_limit = { max_messages_per_minute = 5 }",
  );
  const options = { era: "modern", answers: null } as const;
  const hosts = [
    await httpHost(await serveHttp(world), options),
    await httpHost(await serveHttp(world), { ...options, token: OTHER_TOKEN }),
  ];
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      hosts.map((host) => host.send(ANN, `Message ${index}`)),
    ).flat(),
  );
  const statuses = results.map(({ status }) => status);
  expect(statuses.filter((status) => status === "accepted")).toHaveLength(5);
  expect(statuses.filter((status) => status === "refused")).toHaveLength(95);
  expect(world.textsTo(ANN)).toHaveLength(5);
}, 60_000);

test("without a token it does not listen at all", () => {
  const settings = { host: "127.0.0.1", port: 0, tokens: [], allowed_origins: [] };
  expect(() =>
    httpApp(() => {
      throw new Error("never asked");
    }, settings),
  ).toThrow(ConfigurationError);
});
