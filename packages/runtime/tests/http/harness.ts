import { Writable } from "node:stream";
import type { FastifyInstance, InjectOptions } from "fastify";
import { onTestFinished } from "vitest";
import { adapterHttp, adapterServer, authenticator, SCOPES, sha256 } from "../../src/http/index.ts";
import type { AdapterHttpOptions, ApiKey, Scope } from "../../src/http/index.ts";
import { createLog } from "../../src/log/index.ts";
import type { Store } from "../../src/store/port.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import type { Ids } from "../../src/time-and-ids.ts";
import { FakeRuntime } from "./fake-runtime.ts";

export const START = Date.parse("2026-01-01T00:00:00Z");
export const ACME = "acme-key-0123456789";
export const GLOBEX = "globex-key-0123456789";

export const apiKey = (
  text: string,
  tenant: string,
  scopes: readonly Scope[] = SCOPES,
): ApiKey => ({
  id: `${tenant}-${text.slice(0, 6)}`,
  tenant,
  scopes,
  sha256: () => sha256(text),
  notBefore: null,
  expiresAt: null,
});

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

const countedIds = (): Ids => {
  let count = 0;
  return { next: (prefix) => `${prefix}_${(count += 1)}` };
};

export interface Harness {
  readonly app: FastifyInstance;
  readonly runtime: FakeRuntime;
  readonly clock: ManualClock;
  /** Everything that was logged, as text. */
  readonly logged: () => string;
  /** As the tenant acme with every scope, unless the request brings its own headers. */
  ask(request: InjectOptions): Promise<Answer>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  json(): Record<string, unknown>;
}

export interface HarnessOptions extends Partial<Omit<AdapterHttpOptions, "auth">> {
  readonly keys?: readonly ApiKey[];
  readonly prefix?: string;
  /** A real store under the fake runtime: pages and heads are its own. */
  readonly store?: Store;
}

export async function harness({
  keys,
  prefix,
  store,
  ...options
}: HarnessOptions = {}): Promise<Harness> {
  const runtime = new FakeRuntime();
  // Before the plugin is registered: it follows the heads of the store that it finds.
  if (store !== undefined) Object.assign(runtime, { store, page: store.page.bind(store) });
  const clock = new ManualClock(START);
  let logged = "";
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  const app = adapterServer();
  await app.register(
    adapterHttp({
      runtime,
      clock,
      ids: countedIds(),
      log: createLog({ level: "trace", destination }),
      ledger: "ledger_1",
      accounts: {
        tenant: (source, account) =>
          source !== "test.unsigned" && (account === null || account === "acme-1") ? "acme" : null,
        names: () => ["acme-1"],
        secrets: () => [],
      },
      configurationSchema: { type: "object" },
      goldenTests: () => [{ test_id: "one" }],
      auth: authenticator(keys ?? [apiKey(ACME, "acme"), apiKey(GLOBEX, "globex")], clock),
      ...options,
    }),
    prefix === undefined ? {} : { prefix },
  );
  onTestFinished(() => app.close());
  return {
    app,
    runtime,
    clock,
    logged: () => logged,
    async ask(request) {
      const reply = await app.inject({ headers: bearer(ACME), ...request });
      return {
        status: reply.statusCode,
        headers: reply.headers,
        text: reply.body,
        json: () => JSON.parse(reply.body) as Record<string, unknown>,
      };
    },
  };
}
