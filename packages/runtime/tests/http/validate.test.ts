import { fastify } from "fastify";
import { expect, test } from "vitest";
import { z } from "zod";
import { answerFailures } from "../../src/http/failures.ts";
import { checkWithZod } from "../../src/http/validate.ts";
import { createLog } from "../../src/log/logger.ts";
import { seededIds } from "../../src/testing/seeded-ids.ts";

test("an address is checked and read as its schema asks, however often it comes", async () => {
  const app = fastify();
  checkWithZod(app);
  answerFailures(app, createLog({ level: "silent" }), seededIds(1));
  const page = z.coerce.number().int().min(1);
  app.get(
    "/:feed/:page",
    { schema: { params: z.strictObject({ feed: z.string().max(5), page }) } },
    (request) => request.params,
  );
  app.get(
    "/:feed",
    { schema: { params: z.strictObject({ feed: z.string().max(5) }) } },
    (request) => {
      const asked = request.params as { feed: string; touched?: boolean };
      const before = { ...asked };
      asked.touched = true;
      return before;
    },
  );
  const get = async (url: string) => {
    const { statusCode, body } = await app.inject({ url });
    return [statusCode, JSON.parse(body) as unknown];
  };
  for (let round = 0; round < 3; round += 1) {
    expect(await get("/news/2")).toEqual([200, { feed: "news", page: 2 }]);
    expect(await get("/news/02")).toEqual([200, { feed: "news", page: 2 }]);
    expect(await get("/news/x")).toEqual([400, expect.anything()]);
    expect(await get("/news")).toEqual([200, { feed: "news" }]);
    expect(await get("/newsnews")).toEqual([400, expect.anything()]);
  }
});
