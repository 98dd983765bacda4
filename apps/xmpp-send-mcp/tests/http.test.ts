import { ConfigurationError } from "@underclaim/runtime";
import { request } from "node:http";
import { expect, test } from "vitest";
import { httpApp } from "../src/http.ts";
import { openWorld, serveHttp, TOKEN, type Served } from "./support.ts";

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

test("without a token it does not listen at all", () => {
  const settings = { host: "127.0.0.1", port: 0, tokens: [], allowed_origins: [] };
  expect(() =>
    httpApp(() => {
      throw new Error("never asked");
    }, settings),
  ).toThrow(ConfigurationError);
});
