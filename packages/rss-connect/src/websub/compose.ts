// WebSub as configured: publisher, hub and subscriber over one guarded way out.
import { X509Certificate } from "node:crypto";
import {
  ConfigurationError,
  type AdapterRuntime,
  type Changes,
  type Clock,
  type ConfigurationProblem,
  type Ids,
  type Log,
  type RouteTools,
  type Store,
  type TenantId,
} from "@underclaim/runtime";
import { checkUrl } from "../model/url.ts";
import type { WebSubConfiguration } from "./configuration.ts";
import { createHub } from "./hub/hub.ts";
import type { HubOptions, TopicContent } from "./hub/options.ts";
import { networkOf, type AddressRules } from "./model/address-rules.ts";
import { guardedOutbound } from "./outbound/guarded-outbound.ts";
import type { Outbound } from "./outbound/outbound.ts";
import { callbackPath, hubPath } from "./paths.ts";
import { websubRoutes } from "./routes.ts";
import { createSubscriber } from "./subscriber/subscriber.ts";

export interface WebSubOptions {
  readonly configuration: WebSubConfiguration;
  readonly tenants: readonly TenantId[];
  readonly publicUrl: string | null;
  readonly mostBytes: number;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly runtime: Pick<AdapterRuntime, "observe" | "submit">;
  readonly content: (tenant: TenantId, feedId: string) => Promise<TopicContent | null>;
  readonly isFeed: (tenant: TenantId, feedId: string) => Promise<boolean>;
  /** Default: Math.random. */
  readonly random?: () => number;
  /** Default: undici, with every connection checked. */
  readonly send?: Outbound;
}

export interface WebSub {
  readonly routes: (tools: RouteTools) => void;
  readonly noteChanges: (tenant: TenantId, changes: Changes) => void;
  readonly noteErasure: (tenant: TenantId) => void;
  /** Goes on with what is kept. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Something is under way that does not wait for the network or the clock. */
  readonly busy: () => boolean;
}

/** Requests to the hub that may wait for their verification. */
const MOST_INTENTS = 20_000;

/** WebSub §5.1: less than 200 bytes. */
const MOST_SECRET_BYTES = 199;

/** The address of a tenant's embedded hub, where there is one. */
export const hubUrlOf =
  (
    { hub }: WebSubConfiguration,
    { publicUrl, home }: { readonly publicUrl: string | null; readonly home: TenantId },
  ) =>
  (tenant: TenantId): string | null =>
    hub.enabled && publicUrl !== null
      ? `${publicUrl.replace(/\/+$/, "")}${hubPath(tenant, home)}`
      : null;

/** What the settings ask of one another. */
function checkWebSub(
  { hub, subscriptions, ca }: WebSubConfiguration,
  publicUrl: string | null,
): ConfigurationProblem[] {
  const problem = (path: string, message: string) => ({ path, message, source: null });
  const problems: ConfigurationProblem[] = [];
  if (hub.enabled && publicUrl === null)
    problems.push(problem("public_url", "is needed: a hub must name its own address (websub.hub)"));
  if (subscriptions.length > 0 && publicUrl === null)
    problems.push(
      problem("public_url", "is needed: a hub must reach the callbacks (websub.subscriptions)"),
    );
  if (!(hub.lease_least <= hub.lease && hub.lease <= hub.lease_most))
    problems.push(problem("websub.hub.lease", "must lie between lease_least and lease_most"));
  for (const [index, { secret }] of hub.subscribers.entries()) {
    const length = Buffer.byteLength(secret?.current().reveal() ?? "x");
    if (length < 1 || length > MOST_SECRET_BYTES)
      problems.push(
        problem(
          `websub.hub.subscribers[${index}].secret`,
          `must have 1 to ${MOST_SECRET_BYTES} bytes, as WebSub asks of hub.secret`,
        ),
      );
  }
  if (ca !== undefined && !isPem(ca.current().reveal()))
    problems.push(problem("websub.ca", "is no certificate in PEM (-----BEGIN CERTIFICATE-----)"));
  const seen = new Set<string>();
  for (const [index, { id, secret }] of subscriptions.entries()) {
    const path = `websub.subscriptions[${index}]`;
    if (seen.has(id)) problems.push(problem(`${path}.id`, "another subscription has the same id"));
    seen.add(id);
    if (secret.current().reveal().length < 16)
      problems.push(problem(`${path}.secret`, "must be at least 16 characters long"));
  }
  return problems;
}

/** Every certificate in it can be read, and there is one. */
function isPem(text: string): boolean {
  const all = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    return all.map((one) => new X509Certificate(one)).length > 0;
  } catch {
    return false;
  }
}

export function webSub(options: WebSubOptions): WebSub {
  const { configuration, tenants, publicUrl, store, clock, ids, log, runtime } = options;
  const [home = "default"] = tenants;
  const problems = checkWebSub(configuration, publicUrl);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const { hub: settings } = configuration;
  for (const { id, secret } of settings.subscribers) {
    if (secret === undefined)
      log.warn(
        { subscriber: id },
        "no secret is configured for this subscriber: anybody may subscribe its callback, and its answers are nobody's in particular",
      );
  }
  const rules: AddressRules = {
    ports: new Set(configuration.ports),
    networks: configuration.networks.map(networkOf).filter((network) => network !== null),
  };
  const guarded =
    options.send === undefined
      ? guardedOutbound({
          rules,
          clock,
          timeoutMs: configuration.timeout,
          perOrigin: settings.per_host,
          ...(configuration.ca === undefined ? {} : { ca: configuration.ca.current().reveal() }),
        })
      : null;
  const send = options.send ?? guarded?.send ?? never;
  const random = options.random ?? Math.random;
  const observe: AdapterRuntime["observe"] = (tenant, observed) =>
    runtime.observe(tenant, observed);
  const hubUrl = hubUrlOf(configuration, { publicUrl, home });
  const hub = createHub({
    store,
    clock,
    ids,
    log,
    random,
    send,
    observe,
    tenants,
    content: options.content,
    hubUrl,
    registered: registeredSubscribers(settings.subscribers, home),
    settings: {
      leaseMs: {
        least: settings.lease_least,
        default: settings.lease,
        most: settings.lease_most,
      },
      method: settings.signature,
      rules,
      subscriptionsPerFeed: settings.subscriptions_per_feed,
      intents: MOST_INTENTS,
      verificationsPerMinute: settings.verifications_per_minute,
      atOnce: settings.at_once,
      perHost: settings.per_host,
      settleMs: settings.settle,
      pushAttempts: configuration.attempts,
      pushOnChange: configuration.notify === "on_change",
    },
  });
  const subscriber = createSubscriber({
    store,
    clock,
    log,
    random,
    send,
    observe,
    subscriptions: configuration.subscriptions.map((each) => ({
      ...each,
      tenant: each.tenant ?? home,
    })),
    callbackUrl: (id, token) =>
      `${(publicUrl ?? "").replace(/\/+$/, "")}${callbackPath(id, token)}`,
  });
  return {
    routes: (tools) =>
      websubRoutes(tools, {
        hub: settings.enabled ? hub : null,
        subscriber,
        runtime,
        isFeed: options.isFeed,
        clock,
        ids,
        home,
        tenants,
        mostBytes: options.mostBytes,
      }),
    noteChanges: hub.noteChanges,
    noteErasure: hub.noteErasure,
    async start() {
      await hub.start();
      await subscriber.start();
    },
    async close() {
      subscriber.close();
      hub.stop();
      await guarded?.close();
      await hub.close();
    },
    busy: () => hub.busy() || subscriber.busy(),
  };
}

const never: Outbound = async () => ({ kind: "not_sent", reason: "there is no way out" });

function registeredSubscribers(
  subscribers: WebSubConfiguration["hub"]["subscribers"],
  home: TenantId,
): HubOptions["registered"] {
  const known = new Map(
    subscribers.map(({ id, kind, tenant, participant_id, callback, secret, feeds }) => {
      const checked = checkUrl(callback, "callback");
      const name = JSON.stringify([tenant ?? home, checked.ok ? checked.url : callback]);
      const system = {
        id,
        kind,
        participant_id: participant_id ?? null,
        ...(secret === undefined ? {} : { secret: () => secret.current().reveal() }),
      };
      return [name, { system, feeds }] as const;
    }),
  );
  if (known.size === 0) return () => null;
  return (tenant, callback, feedId) => {
    const found = known.get(JSON.stringify([tenant, callback]));
    if (found === undefined) return null;
    return found.feeds?.includes(feedId) === false ? null : found.system;
  };
}
