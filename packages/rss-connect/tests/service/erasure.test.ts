import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { quiet } from "@underclaim/runtime/testing";
import { describe, expect, it } from "vitest";
import { content, FEED_URL, publish, remove, update } from "../support/requests.ts";
import { elements, itemOf, testService, type TestService } from "../support/service.ts";

/** Every document that is kept, as it is written. */
function kept(test: TestService): string {
  const db = new DatabaseSync(join(test.folder, "data", "store.db"), { readOnly: true });
  const rows = db.prepare("SELECT key, person, text FROM docs").all();
  db.close();
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

describe("the erasure of a person", () => {
  it("takes their items out of the feed and of what is kept of it", async () => {
    const test = await testService();
    await test.act(publish({ participant_id: "anna", idempotency_key: "one" }));
    await test.act(publish({ participant_id: null, idempotency_key: "two" }));
    expect(elements((await test.feed()).body, "guid")).toHaveLength(2);
    const { body } = await test.post("/adapter/erasures", { person: "anna" });
    // The item, and that its GUID is taken.
    expect(body).toMatchObject({ erased: 2 });
    const editions = { prefix: ["edition"], limit: 10 } as const;
    const found = await test.store.load("default", [{ range: editions }]);
    expect(found.range(editions)).toEqual([]);
    expect(elements((await test.feed()).body, "guid")).toHaveLength(1);
  });

  it("leaves no document of theirs, standing, archived, updated, expired or removed", async () => {
    const test = await testService({
      configuration: {
        public_url: "https://feeds.example.com",
        feeds: [
          { feed_id: "example", feed_url: FEED_URL, title: "E", history: "archived", page_size: 2 },
        ],
      },
    });
    const guid = (n: number) => `tag:example.com,2026:anna-schmidt-${n}`;
    const items: string[] = [];
    for (let n = 1; n <= 8; n += 1) {
      const parameters = { guid: guid(n) };
      const theirs = content({ subject: `For Anna Schmidt ${n}`, inline_data: { n } });
      const request = publish({
        participant_id: "anna",
        content: theirs,
        parameters,
        policy_context: { payload_sensitivity: "public" },
      });
      items.push(itemOf(await test.act(request)));
      await test.clock.advance(1_000);
      await quiet(test.service.runtime);
    }
    for (const file of ["rss.xml", "atom.xml", "archives/1/atom.xml", "archives/2/feed.json"])
      expect((await test.feed(`/feeds/example/${file}`)).status).toBe(200);
    await test.act(remove({ guid: guid(1) }));
    await test.act(remove({ guid: guid(8) }));
    // Back from the archive.
    const updated = await test.act(
      update({ guid: guid(2) }, { policy_context: { payload_sensitivity: "public" } }),
    );
    expect(updated.status).toBe(202);
    await test.post("/feeds/example/access", {
      kind: "participant_system",
      participant_id: "anna",
    });
    expect(kept(test)).toContain("anna");

    await test.post("/adapter/erasures", { person: "anna" });
    await quiet(test.service.runtime);
    const left = kept(test);
    const hashed = (text: string) => createHash("sha256").update(text).digest("base64url");
    for (const trace of ["anna", "Schmidt", ...items, ...items.map((_, n) => hashed(guid(n + 1)))])
      expect(left).not.toContain(trace);
    const files = readdirSync(join(test.folder, "data")).filter((name) =>
      name.startsWith("store.db"),
    );
    for (const file of files)
      expect(readFileSync(join(test.folder, "data", file)).includes("For Anna Schmidt")).toBe(
        false,
      );
    // What they had no longer takes the place of others.
    expect((await test.act(publish({ parameters: { guid: guid(3) } }))).status).toBe(202);
  });
});
