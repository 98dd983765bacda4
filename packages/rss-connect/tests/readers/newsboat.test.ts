import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import type { AdapterActionResult, AdapterEvidenceAssessment } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { eventsUntil, getJson, post } from "../support/child-service.ts";
import { action, content, EXAMPLE_ACTION, publish, remove, update } from "../support/requests.ts";
import { newFolder } from "../support/service.ts";
import { runningService } from "./running.ts";

const newsboat = process.env["UNDERCLAIM_NEWSBOAT"] ?? "";

/** A newsboat with a subscription and a cache of its own. */
function subscriber(feed: string) {
  const folder = newFolder();
  const [urls, cache, config] = ["urls", "cache.db", "config"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(urls, `${feed}\n`);
  writeFileSync(config, "");
  return {
    /** Fetches once; what newsboat prints: "3 unread articles". */
    async reload(): Promise<string> {
      const arguments_ = ["-u", urls, "-c", cache, "-C", config, "-x", "reload", "print-unread"];
      return (
        await promisify(execFile)(newsboat, arguments_, {
          env: { HOME: folder, PATH: process.env["PATH"] },
        })
      ).stdout.trim();
    },
    titles(): unknown[] {
      const db = new DatabaseSync(cache, { readOnly: true });
      try {
        return db
          .prepare("SELECT title FROM rss_item ORDER BY pubDate, id")
          .all()
          .map((row) => row["title"]);
      } finally {
        db.close();
      }
    },
  };
}

describe.skipIf(newsboat === "")("newsboat, which UNDERCLAIM_NEWSBOAT must name,", () => {
  it(
    "shows a new item once, an updated one in place, and keeps what it has of a removed one",
    { timeout: 60_000 },
    async () => {
      const address = await runningService();
      const reader = subscriber(`${address}/feeds/example/rss.xml`);
      const act = (request: unknown) =>
        post<AdapterActionResult>(`${address}/adapter/actions`, request);

      const first = await act(EXAMPLE_ACTION);
      expect(first.status).toBe(202);
      expect(await reader.reload()).toBe("1 unread articles");
      expect(reader.titles()).toEqual(["New document available"]);

      const item = first.body.metadata?.["feed_item_id"];
      expect(
        (
          await act(
            update({ feed_item_id: item }, { content: content({ subject: "Document, revised" }) }),
          )
        ).status,
      ).toBe(202);
      await reader.reload();
      expect(reader.titles()).toEqual(["Document, revised"]);

      expect(
        (await act(publish({ content: content({ subject: "Second & last <item>" }) }))).status,
      ).toBe(202);
      await reader.reload();
      await reader.reload();
      expect(new Set(reader.titles())).toEqual(
        new Set(["Document, revised", "Second & last <item>"]),
      );
      expect(reader.titles()).toHaveLength(2);

      await act(remove({ feed_item_id: item }));
      await reader.reload();
      expect(reader.titles()).toHaveLength(2);

      const third = await act(publish({ content: content({ subject: "For an hour" }) }));
      const { feed_item_id } = third.body.metadata ?? {};
      await reader.reload();
      await act(action("feed.expire_item", { parameters: { feed_item_id } }));
      await reader.reload();
      expect(reader.titles()).toHaveLength(3);
      expect(new Set(reader.titles()).size).toBe(3);
    },
  );

  it(
    "is evidence of a fetch, then of cache checks, and never of a reader",
    { timeout: 60_000 },
    async () => {
      const address = await runningService();
      const reader = subscriber(`${address}/feeds/example/rss.xml`);
      const { body } = await post<AdapterActionResult>(
        `${address}/adapter/actions`,
        EXAMPLE_ACTION,
      );
      const item = String(body.metadata?.["feed_item_id"]);
      // newsboat asks conditionally from its third fetch on.
      for (let fetches = 0; fetches < 4; fetches += 1) await reader.reload();

      const of = (ref: string) => (event: { native_status_mapping_ref?: string | null }) =>
        event.native_status_mapping_ref === `mapping:${ref}`;
      const events = await eventsUntil(
        address,
        (all) => all.some(of("feed.fetched.feed_reader")) && all.some(of("feed.revalidated")),
      );
      const [fetched] = events.filter(of("feed.fetched.feed_reader"));
      expect(fetched).toMatchObject({
        event_type: "feed.feed.fetched",
        coordination_case_id: "case_123",
        evidence_grade: {
          strength: "weak",
          actor_certainty: "low",
          authority_certainty: "none",
          payload_certainty: "low",
          interaction_certainty: "low",
          timing_certainty: "medium",
          channel_certainty: "medium",
          non_repudiation_strength: "none",
        },
        metadata: { consumer_classification: "feed_reader", product: "newsboat" },
      });
      const [checked] = events.filter(of("feed.revalidated"));
      expect(checked).toMatchObject({
        event_type: "feed.feed.fetched",
        evidence_grade: { strength: "weak", actor_certainty: "none", payload_certainty: "none" },
        metadata: { native_status: "304", conditional_request: true },
      });

      const assessed = await getJson<Record<"channel" | "participant", AdapterEvidenceAssessment>>(
        `${address}/adapter/feed-items/${item}/assessment`,
      );
      expect(assessed.channel).toMatchObject({
        category: "undef",
        subclass: "undef.feed_reader_fetch",
      });
      expect(assessed.participant.category).toBe("undef");
      expect(
        events
          .map(({ event_type }) => event_type)
          .filter((type) => /opened|viewed|read|delivered/.test(type)),
      ).toEqual([]);
    },
  );
});
