import { join } from "node:path";
import {
  createLog,
  loadConfiguration,
  openSqliteStore,
  randomIds,
  systemClock,
} from "@underclaim/runtime";
import { RssConfiguration } from "../../src/configuration.ts";
import { openRssConnect, type RssService } from "../../src/service.ts";

/** The whole service on SQLite, started, with these settings. */
export async function benchService(
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<RssService> {
  const { configuration } = loadConfiguration(RssConfiguration, {
    world: {
      folder,
      env: Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
          `UNDERCLAIM_${key.toUpperCase()}`,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ),
      now: () => Date.now(),
      readText: () => "",
      fingerprint: () => "",
    },
  });
  const store = await openSqliteStore({ folder: join(folder, "data") });
  const log = createLog({ level: "error" });
  const service = await openRssConnect({
    configuration,
    store,
    clock: systemClock,
    ids: randomIds,
    log,
  });
  await service.runtime.start();
  return service;
}

/** A publication of about two kilobytes. `{{id}}` stands for what makes each its own. */
export const publication = (id: string) => ({
  request_id: `req_${id}`,
  action_type: "feed.publish_item",
  coordination_case_id: `case_${id}`,
  channel: "rss",
  target_endpoint: { endpoint_type: "rss_feed", endpoint_id: "news" },
  content: { subject: `Notice ${id}`, body_text: "Two kilobytes of text. ".repeat(90) },
  tracking_context: { correlation_id: `corr_${id}`, coordination_case_id: `case_${id}` },
  idempotency_key: `key_${id}`,
  requested_at: "2026-01-01T00:00:00Z",
});

/** Publishes so many items, a few at a time, as a busy engine would. */
export async function fill({ runtime }: RssService, items: number, atOnce = 32): Promise<void> {
  for (let done = 0; done < items;) {
    const batch = Math.min(atOnce, items - done);
    const answers = await Promise.all(
      Array.from({ length: batch }, (_, index) =>
        runtime.submit("default", publication(`fill_${done + index}`)),
      ),
    );
    const wrong = answers.find(({ kind }) => kind !== "accepted");
    if (wrong !== undefined) throw new Error(JSON.stringify(wrong));
    done += batch;
  }
}
