import { expect, it } from "vitest";
import { testService } from "../support/service.ts";

interface Document {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, object> }>>;
}

it("every route that names a feed documents what it answers where there is no such feed", async () => {
  const test = await testService({ configuration: { tenants: ["default", "second"] } });
  const { paths } = (await test.get<Document>("/openapi.json")).body;
  const named = Object.keys(paths).filter(
    (path) => path.includes("{feed_id}") && !path.includes("websub"),
  );
  for (const format of ["rss.xml", "atom.xml", "feed.json"]) {
    expect(named).toContain(`/feeds/{feed_id}/${format}`);
    expect(named).toContain(`/t/{tenant}/feeds/{feed_id}/archives/{archive}/${format}`);
  }
  for (const path of named) {
    const { get, post, put, delete: removal } = paths[path] ?? {};
    const { 404: absent } = (get ?? post ?? put ?? removal)?.responses ?? {};
    expect(absent, path).toHaveProperty(["content", "application/problem+json"]);
    if (get === undefined) continue;
    const asked = path
      .replace("{feed_id}", "none")
      .replace("{tenant}", "second")
      .replaceAll(/\{\w+\}/g, "1");
    expect((await test.get(asked)).status, path).toBe(404);
  }
});

it("every answer that has a body is documented with what it is", async () => {
  const test = await testService({ configuration: {} });
  const { paths } = (await test.get<Document>("/openapi.json")).body;
  const bodiless = ["204", "302", "304"];
  const undocumented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([status, reply]) => !bodiless.includes(status) && !("content" in reply))
        .map(([status]) => `${method} ${path} ${status}`),
    ),
  );
  expect(undocumented).toEqual([]);
});
