// What the service, and every test of it, is put together from.
import { ConfigurationError, type ConfigurationProblem } from "@underclaim/runtime";
import type {
  AdapterDefinition,
  AdapterRuntime,
  Clock,
  Ids,
  Log,
  RouteTools,
  RuntimeOptions,
  Store,
} from "@underclaim/runtime";
import { rssConnect } from "./adapter.ts";
import type { RssConfiguration } from "./configuration.ts";
import { DEFAULT_LIMITS } from "./model/limits.ts";
import { validityNative } from "./native/validity.ts";
import { feedSubject } from "./publication/documents.ts";
import { createLibrary, type Library } from "./publication/library.ts";
import { createFetchObserver, type FetchObserver } from "./publication/observer.ts";
import { registerFeed, type Registered } from "./publication/register-feed.ts";
import { feedRoutes } from "./routes/feeds.ts";
import { knownConsumers } from "./routes/known-consumers.ts";
import { servingRoutes } from "./routes/serve-feed.ts";

export interface RssPartsOptions {
  readonly configuration: RssConfiguration;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface RssParts {
  readonly definition: AdapterDefinition;
  /** After each commit of the runtime: marks rendered feeds as stale. */
  readonly onCommitted: NonNullable<RuntimeOptions["onCommitted"]>;
  /** After each erasure of the runtime: forgets the rendered feeds that may show what was erased. */
  readonly onErased: NonNullable<RuntimeOptions["onErased"]>;
  /** The adapter's own routes. Called once. */
  readonly routes: (runtime: AdapterRuntime) => (tools: RouteTools) => void;
  /** Registers the configured feeds that are not. */
  readonly registerConfigured: () => Promise<void>;
  /** Writes the fetches that were observed and not yet recorded. */
  readonly flush: () => Promise<void>;
}

export function rssParts({ configuration, store, clock, ids, log }: RssPartsOptions): RssParts {
  let library: Library | null = null;
  let observer: FetchObserver | null = null;
  const onCommitted: RssParts["onCommitted"] = (tenant, changes) =>
    library?.noteChanges(tenant, changes);
  const registrar = { store, clock, ids, onCommitted };
  const [home = "default"] = configuration.tenants;

  return {
    definition: rssConnect({
      idempotencyRetention: `PT${Math.round(configuration.idempotency.retention / 1_000)}S`,
    }),
    onCommitted,
    onErased: async (tenant) => library?.noteErasure(tenant),
    routes(runtime) {
      library = createLibrary({
        store,
        now: () => clock.now(),
        limits: { ...DEFAULT_LIMITS, maxFeedBytes: configuration.max_feed_bytes },
        onValidity: async (tenant, feedId, validity) => {
          const known = (await runtime.timeline(tenant, feedSubject(feedId)))?.events ?? [];
          const native = validityNative(feedId, validity, known, clock.now());
          if (native !== null) await runtime.observe(tenant, [native]);
        },
        onUnsaid: (error) =>
          log.error({ err: error }, "a feed's state was not recorded; it is tried again"),
      });
      observer = createFetchObserver({
        clock,
        observe: (tenant, observations) => runtime.observe(tenant, observations),
        onError: (error) =>
          log.error({ err: error }, "fetch observations were not recorded; they are tried again"),
      });
      const serving = {
        library,
        observer,
        clock,
        home,
        tenants: configuration.tenants,
        consumers: knownConsumers(
          configuration.consumers.map(({ id, kind, tenant, token, participant_id }) => ({
            id,
            kind,
            tenant: tenant ?? home,
            participant_id: participant_id ?? null,
            tokens: () => [token.current()],
          })),
        ),
      };
      return (tools) => {
        feedRoutes(tools, registrar, home);
        servingRoutes(tools, serving);
      };
    },
    async registerConfigured() {
      const refused: ConfigurationProblem[] = [];
      for (const [index, feed] of configuration.feeds.entries()) {
        const registered = await registerFeed(registrar, home, feed);
        if (registered.ok) continue;
        refused.push(
          ...(registered.reason === "taken"
            ? [
                {
                  path: `feeds[${index}].${registered.field}`,
                  message: whyTaken(registered),
                  source: null,
                },
              ]
            : registered.problems.map(({ field, message, remedy }) => ({
                path: `feeds[${index}].${field.replace(/^feed\./, "")}`,
                message: `${message} ${remedy}`,
                source: null,
              }))),
        );
      }
      if (refused.length > 0) throw new ConfigurationError(refused);
    },
    flush: async () => observer?.flush(),
  };
}

/** A feed that is served otherwise than it is configured (as public, say, where the file says private) must not start. */
function whyTaken({ field, differing }: Extract<Registered, { reason: "taken" }>): string {
  const which = differing.length > 0 ? ` (${differing.join(", ")})` : "";
  return field === "feed_id"
    ? `this feed was registered before with other settings${which}, and a registered feed is not changed. Restore them, or give the feed another feed_id and feed_url`
    : `this address belongs to another registered feed${which}. Give the feed an address of its own, or that feed's feed_id and settings`;
}
