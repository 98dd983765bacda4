// The routes of this package over the real actions, table and assessments, on a real store; only sources and reactions are
// those that the routes are about.
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { EvidenceEvent } from "@underclaim/contract";
import {
  createLog,
  defineAdapter,
  loadConfiguration,
  openAdapter,
  openSqliteStore,
  pseudonym,
  Secret,
  StoreUnavailableError,
  type ActionDefinition,
  type AdapterRuntime,
  type Store,
} from "@underclaim/runtime";
import { ManualClock, quiet, seededIds } from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";
import { schedule } from "../../src/actions/schedule.ts";
import { send } from "../../src/actions/send.ts";
import { SmsConfiguration } from "../../src/configuration.ts";
import { smsDescriptor } from "../../src/descriptor.ts";
import { assessSms } from "../../src/evidence/assess.ts";
import { assessPhone } from "../../src/evidence/endpoint-quality.ts";
import { smsMapping } from "../../src/evidence/mapping.ts";
import { createChannelRates } from "../../src/health/rates.ts";
import { reportReactions } from "../../src/health/report-reactions.ts";
import type { SmsKit } from "../../src/kit.ts";
import { createLinkRecorder } from "@underclaim/runtime/links";
import { linkRequests } from "../../src/links/source.ts";
import { reports } from "../../src/native/reports.ts";
import type { SmsNative } from "../../src/native/types.ts";
import { smsProviders } from "../../src/provider/dispatch.ts";
import type { SmsTransport } from "../../src/provider/port.ts";
import { withDefaults } from "../../src/provider/default-account.ts";
import { analyzeRoutes } from "../../src/routes/analyze.ts";
import { channelHealthRoutes } from "../../src/routes/channel-health.ts";
import { endpointRoutes } from "../../src/routes/endpoints.ts";
import { linkRoutes } from "../../src/routes/links.ts";
import { messageRoutes } from "../../src/routes/messages.ts";
import { sendRoutes } from "../../src/routes/send.ts";

export const NOW = Date.UTC(2026, 0, 1, 12);
export const NUMBER = "+4917604069000";
const KEYS = {
  default: "default-key-0123456789abcdef",
  other: "other-key-0123456789abcdef",
} as const;

interface Reply<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: T;
}

export interface RoutesStage {
  readonly runtime: AdapterRuntime;
  readonly clock: ManualClock;
  readonly kit: SmsKit;
  readonly store: Store;
  /** What left through the provider. */
  readonly sent: readonly { readonly to: string; readonly body: string }[];
  readonly logged: () => string;
  /** Whether the provider takes nothing for now. */
  readonly throttle: (throttled: boolean) => void;
  /** What of the store is unavailable from now on. */
  readonly breakStore: (...broken: readonly ("load" | "commit")[]) => void;
  call<T = Record<string, unknown>>(
    method: "GET" | "HEAD" | "POST",
    url: string,
    options?: {
      readonly body?: unknown;
      readonly tenant?: keyof typeof KEYS | null;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Reply<T>>;
  events(tenant?: string): Promise<EvidenceEvent[]>;
}

export async function routesStage(configured: Record<string, unknown> = {}): Promise<RoutesStage> {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-sms-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new ManualClock(NOW);
  const scopes = ["actions:write", "actions:read", "events:read", "events:write", "content:read"];
  const settings = {
    tenants: Object.keys(KEYS),
    api_keys: Object.entries(KEYS).map(([tenant, key]) => ({ id: tenant, tenant, scopes, key })),
    ...configured,
  };
  const { configuration: read } = loadConfiguration(SmsConfiguration, {
    world: {
      folder,
      env: Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
          `UNDERCLAIM_${key.toUpperCase()}`,
          JSON.stringify(value),
        ]),
      ),
      now: () => clock.now(),
      readText: () => "",
      fingerprint: () => "",
    },
  });
  const configuration = { ...read, ...withDefaults(read) };
  const lines: string[] = [];
  const log = createLog({
    level: "debug",
    destination: { write: (line: string) => void lines.push(line) },
  });
  let broken: readonly (keyof Store)[] = [];
  const opened = await openSqliteStore({ folder: join(folder, "data") });
  const store = new Proxy(opened, {
    get(target, name: keyof Store) {
      if (broken.includes(name))
        return async () => {
          throw new StoreUnavailableError("The store is broken.", false);
        };
      return target[name].bind(target);
    },
  });
  const ids = seededIds(1);
  const sent: { to: string; body: string }[] = [];
  let throttled = false;
  const transport: SmsTransport = {
    account: "sandbox",
    kind: "sandbox",
    environment: "sandbox",
    features: ["sending"],
    submit: async ({ to, body, operation }) => {
      if (throttled)
        return { kind: "not_sent", retryAt: clock.now() + 60_000, reason: "throttled" };
      sent.push({ to, body });
      return {
        kind: "accepted",
        as: "accepted",
        messageIds: [`m-${operation}`],
        nativeStatus: "accepted",
      };
    },
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
  };
  const kit: SmsKit = {
    settings: configuration,
    numberId: (address) => pseudonym("ep", new Secret("test"), address),
    accounts: [
      {
        account: "sandbox",
        tenant: "default",
        kind: "sandbox",
        environment: "sandbox",
        features: transport.features,
        namesParts: false,
        cancels: false,
      },
    ],
  };
  const actions: Readonly<Record<string, ActionDefinition<SmsNative>>> = {
    "notification.send": send(kit),
    "notification.schedule": schedule(kit),
  };
  const rates = createChannelRates({ clock });
  const service = await openAdapter({
    definition: defineAdapter<SmsNative>({
      descriptor: smsDescriptor({
        actions: Object.values(actions).map(({ capability }) => capability),
        idempotencyRetention: "P7D",
      }),
      actions,
      sources: { "sms.report": reports(kit), "link.request": linkRequests },
      mapping: smsMapping,
      moments: {
        unknown: "message.unknown",
        expired: "message.expired",
        cancelled: "message.cancelled",
        delayed: "message.delayed",
        resolvedAccepted: "operator.resolved_accepted",
        resolvedRejected: "operator.resolved_rejected",
      },
      react: reportReactions,
      expiring: ["link"],
      assess: assessSms,
      assessEndpoint: assessPhone,
      subjects: { path: "messages", prefix: "sms_" },
      operationPrefix: "smsop",
      parkMs: 600_000,
    }),
    configuration,
    schema: SmsConfiguration,
    store,
    clock,
    ids,
    log,
    providers: smsProviders([transport]),
    onCommitted: (tenant, changes) => rates.note(tenant, changes),
    extraRoutes: (runtime) => (tools) => {
      const recorder = createLinkRecorder({
        clock,
        observe: (tenant, observations) => runtime.observe(tenant, observations),
        onError: (error) => log.error({ err: error }, "a link request was not recorded"),
      });
      linkRoutes(tools, {
        runtime,
        recorder,
        tenants: configuration.tenants,
        settings: configuration.links,
        clock,
        log,
      });
      sendRoutes(tools, { runtime, clock, ids });
      messageRoutes(tools, { runtime, kit });
      endpointRoutes(tools, { runtime });
      analyzeRoutes(tools, { kit, ids });
      channelHealthRoutes(tools, { kit, rates, providerHealth: () => transport.health() });
    },
  });
  await service.runtime.start();
  await service.app.ready();
  onTestFinished(async () => {
    broken = [];
    await service.app.close();
    await service.close();
  });

  const stage: RoutesStage = {
    runtime: service.runtime,
    clock,
    kit,
    store: opened,
    sent,
    logged: () => lines.join(""),
    throttle: (now) => (throttled = now),
    breakStore: (...now) => (broken = now),
    async call<T>(
      method: "GET" | "HEAD" | "POST",
      url: string,
      { body, tenant = "default", headers = {} }: Parameters<RoutesStage["call"]>[2] = {},
    ) {
      const reply = await service.app.inject({
        method,
        url,
        headers: {
          ...(tenant === null ? {} : { authorization: `Bearer ${KEYS[tenant]}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      if (broken.length === 0) await quiet(service.runtime);
      const json = String(reply.headers["content-type"] ?? "").includes("json");
      return {
        status: reply.statusCode,
        headers: reply.headers as Record<string, string>,
        text: reply.body,
        body: (json && reply.body !== "" ? JSON.parse(reply.body) : {}) as T,
      };
    },
    async events(tenant = "default") {
      await quiet(service.runtime);
      const page = await service.runtime.page(tenant, 0, 1_000);
      return JSON.parse(page.text) as EvidenceEvent[];
    },
  };
  return stage;
}
