import { loadConfiguration, ServiceConfiguration } from "../../config/index.ts";
import type { Provider } from "../../definition/provider.ts";
import type { EngineSettings, PointName } from "../../engine/engine.ts";
import { sha256 } from "../../http/index.ts";
import { createLog, Secret } from "../../log/index.ts";
import { openAdapter, type AdapterService } from "../../service/open-adapter.ts";
import { openSqliteStore } from "../../store/sqlite/index.ts";
import { randomIds, systemClock } from "../../system.ts";
import type { Clock } from "../../time-and-ids.ts";
import { referenceConnect, referenceProvider, signatureHeaders } from "../reference/index.ts";

export const TENANT = "acme";
const API_KEY = "reference-service-key";
export const WEBHOOK_SECRET = new Secret("reference-service-webhooks");

export interface ReferenceServiceOptions {
  readonly folder: string;
  /** Absent: as `providers` say; without them nothing is ever dispatched. */
  readonly providerUrl?: string;
  readonly providers?: readonly Provider[];
  readonly clock?: Clock;
  readonly settings?: Partial<EngineSettings>;
  readonly point?: (name: PointName) => void | Promise<void>;
  /** A module that is told the store's points, in the writer's thread. */
  readonly storePoints?: URL;
  /** Where the log goes, the audit log of actions included. Absent: nowhere. */
  readonly logTo?: { write(line: string): void };
}

const NOWHERE = { write: () => undefined };

/** Two signed sources, an unsigned one, one key with every scope. */
const CONFIGURATION = {
  tenants: [TENANT],
  api_keys: [
    {
      id: "all",
      tenant: TENANT,
      scopes: ["actions:write", "actions:read", "events:read", "events:write", "operate"],
      sha256: sha256(API_KEY),
    },
  ],
  sources: {
    "reference.status": { default: { tenant: TENANT, secrets: [WEBHOOK_SECRET.reveal()] } },
    "reference.inbound": { default: { tenant: TENANT, secrets: [WEBHOOK_SECRET.reveal()] } },
  },
};

/** The reference adapter as a service: SQLite, HTTP interface and HTTP provider, composed as every service is. */
export async function openReferenceService(
  options: ReferenceServiceOptions,
): Promise<AdapterService> {
  const { folder, providerUrl, clock = systemClock } = options;
  const { configuration } = loadConfiguration(ServiceConfiguration, {
    file: "reference.json",
    world: {
      env: {},
      folder: "/",
      readText: () => JSON.stringify(CONFIGURATION),
      fingerprint: () => "constant",
      now: Date.now,
    },
  });
  const store = await openSqliteStore({
    folder,
    ...(options.storePoints === undefined ? {} : { points: options.storePoints }),
  });
  return openAdapter({
    definition: referenceConnect,
    configuration,
    schema: ServiceConfiguration,
    store,
    clock,
    ids: randomIds,
    log: createLog({ level: "error", destination: options.logTo ?? NOWHERE }),
    providers:
      providerUrl === undefined
        ? (options.providers ?? [])
        : [referenceProvider({ baseUrl: providerUrl, token: new Secret("provider-token"), clock })],
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.point === undefined ? {} : { point: options.point }),
  });
}

/** What the provider would sign its webhook with. */
export const webhookHeaders = (body: string, now: number): Record<string, string> => ({
  "content-type": "application/json",
  ...signatureHeaders(body, WEBHOOK_SECRET, now),
});

/** Whose request it is. */
export const apiHeaders = {
  "content-type": "application/json",
  authorization: `Bearer ${API_KEY}`,
} as const;
