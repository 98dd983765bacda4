import { expect, it } from "vitest";
import { testService } from "../support/service.ts";

interface Document {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, object> }>>;
}

it("every route that names a feed documents what it answers where there is no such feed", async () => {
  const test = await testService({ configuration: { tenants: ["default", "second"] } });
  const { paths } = (await test.get<Document>("/openapi.json")).body;
  const named = Object.keys(paths).filter((path) => path.includes("{feed_id}"));
  expect(named.toSorted()).toEqual([
    "/feeds/{feed_id}",
    "/feeds/{feed_id}/rss.xml",
    "/t/{tenant}/feeds/{feed_id}/rss.xml",
  ]);
  for (const path of named) {
    const asked = path.replace("{feed_id}", "none").replace("{tenant}", "second");
    expect((await test.get(asked)).status, path).toBe(404);
    const { 404: absent } = paths[path]?.["get"]?.responses ?? {};
    expect(absent, path).toHaveProperty(["content", "application/problem+json"]);
  }
});
