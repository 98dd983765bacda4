import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  AdapterActionResult,
  AdapterEvidenceAssessment,
  EvidenceEvent,
} from "@underclaim/contract";
import { createLog, loadConfiguration, openSqliteStore, type Store } from "@underclaim/runtime";
import { ManualClock, quiet, seededIds } from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { RssConfiguration } from "../../src/configuration.ts";
import type { FeedRegistration } from "../../src/publication/register-feed.ts";
import { openRssConnect, type RssService } from "../../src/service.ts";
import { FEED_URL } from "./requests.ts";
import { NOW } from "./snapshot.ts";

export const EXAMPLE_FEED: z.input<typeof FeedRegistration> = {
  feed_id: "example",
  feed_url: FEED_URL,
  title: "Example",
};

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

export interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

export interface TestService {
  readonly service: RssService;
  readonly clock: ManualClock;
  readonly store: Store;
  readonly logged: () => string;
  readonly folder: string;
  act(
    request: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<AdapterActionResult & Problem>>;
  post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T & Problem>>;
  get<T = Record<string, unknown>>(
    path: string,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** The feed as text, whatever its encoding. */
  feed(
    path?: string,
    headers?: Record<string, string>,
  ): Promise<Answer<string> & { readonly bytes: Buffer }>;
  /** Every event of the ledger, once the gathered fetches are written. */
  events(headers?: Record<string, string>): Promise<EvidenceEvent[]>;
  assessment(item: string): Promise<Record<"channel" | "participant", AdapterEvidenceAssessment>>;
  /** Closes the service and opens it again on the same data. */
  again(configuration?: Record<string, unknown>): Promise<TestService>;
  close(): Promise<void>;
}

export interface TestServiceOptions {
  readonly configuration?: Record<string, unknown>;
  readonly folder?: string;
  readonly clock?: ManualClock;
  readonly seed?: number;
  readonly maxPages?: number;
  readonly wrap?: (store: Store) => Store;
}

/** The whole service on a real store, with a clock that stands still; closed and cleared away after the test. */
export async function testService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = options.folder ?? newFolder();
  const clock = options.clock ?? new ManualClock(NOW);
  const { configuration } = loadConfiguration(RssConfiguration, {
    world: {
      folder,
      env: Object.fromEntries(
        Object.entries({ feeds: [EXAMPLE_FEED], ...options.configuration }).map(([key, value]) => [
          `UNDERCLAIM_${key.toUpperCase()}`,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ),
      now: () => clock.now(),
      readText: () => "",
      fingerprint: () => "",
    },
  });
  const lines: string[] = [];
  const log = createLog({
    level: "debug",
    destination: { write: (line: string) => void lines.push(line) },
  });
  const opened = await openSqliteStore({
    folder: join(folder, "data"),
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
  });
  const store = options.wrap?.(opened) ?? opened;
  const ids = seededIds(options.seed ?? 1);
  const service = await openRssConnect({ configuration, store, clock, ids, log }).catch(
    async (error: unknown) => {
      await opened.close();
      throw error;
    },
  );
  await service.runtime.start();
  await service.app.ready();

  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await service.app.close();
    await service.close();
  };
  onTestFinished(close);

  const inject = async (
    method: "GET" | "POST",
    url: string,
    headers: Record<string, string>,
    payload?: string,
  ) => {
    const reply = await service.app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return {
      status: reply.statusCode,
      headers: reply.headers as Record<string, string>,
      body: reply.body,
      bytes: reply.rawPayload,
    };
  };
  const test: TestService = {
    service,
    clock,
    store,
    folder,
    logged: () => lines.join(""),
    act: (request, headers) => test.post<AdapterActionResult>("/adapter/actions", request, headers),
    async post<T>(path: string, body: unknown, headers: Record<string, string> = {}) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const reply = await inject(
        "POST",
        path,
        { "content-type": "application/json", ...headers },
        text,
      );
      return { ...reply, body: JSON.parse(reply.body) as T & Problem };
    },
    async get<T>(path: string, headers: Record<string, string> = {}) {
      const reply = await inject("GET", path, headers);
      return { ...reply, body: JSON.parse(reply.body) as T };
    },
    feed: (path = "/feeds/example/rss.xml", headers = {}) => inject("GET", path, headers),
    async events(headers = {}) {
      await service.flush();
      await quiet(service.runtime);
      const { body } = await test.get<{ events: EvidenceEvent[] }>(
        "/adapter/events?limit=1000",
        headers,
      );
      return body.events;
    },
    async assessment(item) {
      await service.flush();
      return (
        await test.get<Record<"channel" | "participant", AdapterEvidenceAssessment>>(
          `/adapter/feed-items/${item}/assessment`,
        )
      ).body;
    },
    async again(configuration = {}) {
      await close();
      return testService({
        folder,
        clock,
        seed: (options.seed ?? 1) + 1,
        configuration: { ...options.configuration, ...configuration },
      });
    },
    close,
  };
  return test;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-rss-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The id of the item that an accepted request made. */
export function itemOf(answer: Answer<AdapterActionResult>): string {
  const id = answer.body.metadata?.["feed_item_id"];
  if (answer.status !== 202 || typeof id !== "string")
    throw new Error(`Not published: ${JSON.stringify(answer.body)}`);
  return id;
}

/** The text of each element of this name, in order. */
export const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}[^>]*>(.*?)</${name}>`, "gs"))].map(
    ([, text]) => text ?? "",
  );
