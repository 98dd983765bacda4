import { expect, test } from "vitest";
import { z } from "zod";
import { viewRoute } from "../../src/http/index.ts";
import { ACME, apiKey, bearer, GLOBEX, harness } from "./harness.ts";

const LOFT = new Map([["acme/7", { ring: "7" }]]);

const loft = () =>
  harness({
    keys: [
      apiKey(ACME, "acme"),
      apiKey(GLOBEX, "globex"),
      apiKey("no-reader-0123456789", "acme", []),
    ],
    extraRoutes: ({ route }) =>
      viewRoute(route, {
        path: "/pigeons/:ring",
        access: "events:read",
        summary: "A pigeon.",
        params: z.strictObject({ ring: z.string().max(2) }),
        replies: {
          200: { description: "It.", schema: z.strictObject({ ring: z.string() }) },
          404: { description: "None.", contentType: "application/problem+json" },
        },
        read: async (tenant, { ring }) => LOFT.get(`${tenant}/${ring}`) ?? null,
      }),
  });

test("a view shows the tenant who asks what is read of it", async () => {
  const { ask } = await loft();
  const answer = await ask({ url: "/pigeons/7" });
  expect([answer.status, answer.json()]).toEqual([200, { ring: "7" }]);
});

test("a view answers alike of what is not there, of another tenant's and of no route at all", async () => {
  const { ask } = await loft();
  const none = await ask({ url: "/pigeons/8" });
  const theirs = await ask({ url: "/pigeons/7", headers: bearer(GLOBEX) });
  const nowhere = await ask({ url: "/lofts/7" });
  expect([none.status, theirs.status, nowhere.status]).toEqual([404, 404, 404]);
  expect(theirs.text).toBe(none.text);
  expect(nowhere.text).toBe(none.text);
});

test("a view is checked and guarded as every route is", async () => {
  const { ask } = await loft();
  expect((await ask({ url: "/pigeons/1234" })).status).toBe(400);
  const headers = bearer("no-reader-0123456789");
  expect((await ask({ url: "/pigeons/7", headers })).status).toBe(403);
});
