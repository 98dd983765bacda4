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
import { unlistedTenants } from "./check-tenants.ts";
import type { RssConfiguration } from "./configuration.ts";
import { DEFAULT_LIMITS } from "./model/limits.ts";
import { consumerClassifier } from "./native/consumers/classify.ts";
import { validityNative } from "./native/validity.ts";
import { addresses } from "./publication/addresses.ts";
import { feedSubject } from "./publication/documents.ts";
import { feedAccess } from "./publication/feed-access.ts";
import { createLibrary, type Library } from "./publication/library.ts";
import { createFetchObserver, type FetchObserver } from "./publication/observer.ts";
import { registerFeed, type Registered } from "./publication/register-feed.ts";
import { accessRoutes } from "./routes/access.ts";
import { feedRoutes } from "./routes/feeds.ts";
import { manifestSigner } from "./publication/manifest-signer.ts";
import { feedViewRoutes } from "./routes/feed-views.ts";
import { itemViewRoutes } from "./routes/item-views.ts";
import { validateFeedRoute } from "./routes/validate-feed.ts";
import { standaloneItemRoutes } from "./routes/standalone-items.ts";
import { itemRoutes } from "./routes/items.ts";
import { linkRoutes } from "./routes/links.ts";
import { knownConsumers } from "./routes/known-consumers.ts";
import { servingRoutes } from "./routes/serve-feed.ts";
import { createLogIntake } from "./logs/intake.ts";
import { logRoutes } from "./logs/routes.ts";
import { publicationTargets } from "./targets/compose.ts";
import type { TargetConfiguration } from "./targets/configuration.ts";
import type { PublicationTarget } from "./targets/port.ts";
import type { Publisher } from "./targets/publisher.ts";
import { hubUrlOf, webSub, type WebSub } from "./websub/compose.ts";
import type { Outbound } from "./websub/outbound/outbound.ts";
import { topicContent } from "./websub/topic-content.ts";

export interface RssPartsOptions {
  readonly configuration: RssConfiguration;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** From 0 up to, not including, 1. Default: the system's. */
  readonly random?: () => number;
  /** How callbacks and hubs are reached. Default: undici, with every connection checked. */
  readonly outbound?: Outbound;
  /** How a target is reached. Default: as its kind is. */
  readonly targetOf?: (configuration: TargetConfiguration) => PublicationTarget;
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
  /** Goes on with subscriptions, deliveries and notices that are kept. After `routes`. */
  readonly start: () => Promise<void>;
  /** Writes the fetches that were observed and not yet recorded. */
  readonly flush: () => Promise<void>;
  /** Something is under way that waits neither for the network nor for the clock. */
  readonly busy: () => boolean;
  /** Ends what speaks to others. Before the runtime stops. */
  readonly close: () => Promise<void>;
}

export function rssParts(options: RssPartsOptions): RssParts {
  const { configuration, store, clock, ids, log } = options;
  let library: Library | null = null;
  let observer: FetchObserver | null = null;
  let websub: WebSub | null = null;
  let publisher: Publisher | null = null;
  const onCommitted: RssParts["onCommitted"] = (tenant, changes) => {
    library?.noteChanges(tenant, changes);
    websub?.noteChanges(tenant, changes);
    publisher?.noteChanges(tenant, changes);
  };
  const [home = "default"] = configuration.tenants;
  const publicUrl = configuration.public_url ?? null;
  const at = addresses(home, publicUrl);
  const published = configuration.public_url !== undefined;
  const registrar = { store, clock, ids, onCommitted, published };

  const limits = { ...DEFAULT_LIMITS, maxFeedBytes: configuration.max_feed_bytes };
  const { manifest_key: manifestKey } = configuration;
  const signer = manifestKey === undefined ? null : manifestSigner(() => manifestKey.current());
  const access = feedAccess({
    store,
    clock,
    ids,
    onError: (error) => log.error({ err: error }, "the use of a feed's token was not recorded"),
  });

  return {
    definition: rssConnect({
      hub: configuration.websub.hub.enabled,
      addresses: at,
      idempotencyRetention: `PT${Math.round(configuration.idempotency.retention / 1_000)}S`,
    }),
    onCommitted,
    async onErased(tenant) {
      await library?.noteErasure(tenant);
      websub?.noteErasure(tenant);
      publisher?.noteErasure(tenant);
    },
    routes(runtime) {
      library = createLibrary({
        store,
        addresses: at,
        now: () => clock.now(),
        hubUrl: hubUrlOf(configuration.websub, { publicUrl, home }),
        limits,
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
      const topics = library;
      const pushing = webSub({
        configuration: configuration.websub,
        tenants: configuration.tenants,
        publicUrl,
        mostBytes: configuration.max_feed_bytes,
        store,
        clock,
        ids,
        log,
        runtime,
        content: (tenant, feedId) => topicContent(topics, tenant, feedId),
        isFeed: async (tenant, feedId) => (await topics.record(tenant, feedId)) !== null,
        ...(options.random === undefined ? {} : { random: options.random }),
        ...(options.outbound === undefined ? {} : { send: options.outbound }),
      });
      websub = pushing;
      publisher = publicationTargets({
        configuration: configuration.targets,
        home,
        library,
        store,
        clock,
        log,
        random: options.random ?? Math.random,
        observe: (tenant, observations) => runtime.observe(tenant, observations),
        ...(options.targetOf === undefined ? {} : { targetOf: options.targetOf }),
      });
      const logs = createLogIntake({
        store,
        clock,
        addresses: at,
        observe: (tenant, observations) => runtime.observe(tenant, observations),
      });
      const serving = {
        library,
        observer,
        store,
        log,
        clock,
        home,
        tenants: configuration.tenants,
        classify: consumerClassifier(AGENTS_REMEMBERED),
        consumers: knownConsumers(
          configuration.consumers.map(({ id, kind, tenant, token, participant_id, feeds }) => ({
            id,
            kind,
            tenant: tenant ?? home,
            participant_id: participant_id ?? null,
            feeds: feeds === undefined ? null : new Set(feeds),
            tokens: () => [token.current()],
          })),
          access,
        ),
      };
      return (tools) => {
        feedRoutes(tools, registrar, at);
        servingRoutes(tools, serving);
        itemRoutes(tools, serving);
        linkRoutes(tools, serving);
        standaloneItemRoutes(tools, { runtime, clock, ids });
        const { library: shelves } = serving;
        validateFeedRoute(tools, { store, library: shelves, addresses: at, limits });
        feedViewRoutes(tools, { runtime, store, library: shelves, addresses: at, clock, signer });
        itemViewRoutes(tools, { runtime, store });
        accessRoutes(tools, { access, library: shelves, clock });
        pushing.routes(tools);
        logRoutes(tools, { intake: logs, store });
      };
    },
    async registerConfigured() {
      const refused: ConfigurationProblem[] = unlistedTenants(configuration);
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
      await signer?.publicKey().catch(() => {
        const message =
          "this is no Ed25519 private key in PKCS #8 PEM. Make one: openssl genpkey -algorithm ed25519.";
        refused.push({ path: "manifest_key", message, source: null });
      });
      if (refused.length > 0) throw new ConfigurationError(refused);
    },
    async start() {
      await websub?.start();
      publisher?.start();
    },
    busy: () => websub?.busy() === true || publisher?.busy() === true,
    async close() {
      publisher?.close();
      await websub?.close();
    },
    async flush() {
      await access.flush();
      await observer?.flush();
    },
  };
}

/** User agents remembered, of at most 512 characters each. */
const AGENTS_REMEMBERED = 1_000;

/** A feed that is served otherwise than it is configured (as public, say, where the file says private) must not start. */
function whyTaken({ field, differing }: Extract<Registered, { reason: "taken" }>): string {
  const which = differing.length > 0 ? ` (${differing.join(", ")})` : "";
  return field === "feed_id"
    ? `this feed was registered before with other settings${which}, and a registered feed is not changed. Restore them, or give the feed another feed_id and feed_url`
    : `this address belongs to another registered feed${which}. Give the feed an address of its own, or that feed's feed_id and settings`;
}
