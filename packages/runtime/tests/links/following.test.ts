import Fastify from "fastify";
import { expect, test } from "vitest";
import { createLog, StoreUnavailableError } from "../../src/index.ts";
import { answerLink, linkToken, type FollowedLink } from "../../src/links/index.ts";
import { seededIds } from "../../src/testing/index.ts";

const TOKEN = linkToken(seededIds(1));
const TARGET = "https://portal.example.com/a?b=1&c=2";

async function followed(token: string, over: Partial<FollowedLink<string>> = {}) {
  const lines: string[] = [];
  const log = createLog({
    level: "debug",
    destination: { write: (line: string) => void lines.push(line) },
  });
  const app = Fastify();
  app.get("/l/:token", (request, reply) =>
    answerLink(reply, {
      token: (request.params as { token: string }).token,
      tenants: ["first", "second"],
      log,
      find: async (tenant, name) => (tenant === "second" && name === TOKEN ? TARGET : null),
      follow: async (_tenant, link) => link,
      ...over,
    }),
  );
  const answer = await app.inject({ url: `/l/${token}` });
  await app.close();
  return { ...answer, status: answer.statusCode, logged: lines.join("") };
}

test("a link leads to its target, whose tenant's it is", async () => {
  const answer = await followed(TOKEN);
  expect([answer.status, answer.headers.location, answer.body]).toEqual([302, TARGET, ""]);
  expect(answer.headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
  });
});

test("what is no token is looked up nowhere", async () => {
  const asked: string[] = [];
  const find = async (_tenant: string, token: string) => {
    asked.push(token);
    return null;
  };
  expect((await followed("no-token-at-all", { find })).status).toBe(404);
  expect(asked).toEqual([]);
  expect((await followed(linkToken(seededIds(2)), { find })).status).toBe(404);
  expect(asked).toHaveLength(2);
});

test("a link that has ended says so", async () => {
  const answer = await followed(TOKEN, { follow: async () => null });
  expect([answer.status, answer.body]).toEqual([410, "This link has ended.\n"]);
});

test("a store that cannot be read is said to the reader and logged, without the token", async () => {
  const answer = await followed(TOKEN, {
    find: async () => {
      throw new StoreUnavailableError("busy", true);
    },
  });
  expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"]);
  expect(answer.logged).toContain("a link was not read");
  expect(answer.logged).not.toContain(TOKEN);
});
