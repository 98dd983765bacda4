import type { AdapterLifecycleState } from "@underclaim/contract";
import type { FastifyInstance } from "fastify";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { SourceAccounts } from "../config/source-accounts.ts";
import type { JsonObject } from "../json.ts";
import type { Log } from "../log/logger.ts";
import type { Clock, Ids } from "../time-and-ids.ts";
import type { Authenticator } from "./auth.ts";
import type { Cursors, Epoch } from "./cursor.ts";
import type { Metrics } from "./metrics.ts";
import type { AddRoute } from "./route.ts";
import type { RateLimit, RateGate } from "./rate-limit.ts";
import type { EventStreams } from "./streams.ts";

export interface HttpLimits {
  /** Bytes of a body; longer is answered 413. */
  readonly bodyBytes: number;
  /** Events in a page. */
  readonly pageMax: number;
  /** Per API key, and per account of a signed source. null does not limit. */
  readonly rate: RateLimit | null;
  /** Event streams open at once, per key. */
  readonly streamsPerKey: number;
  /** Silence after which a stream is sent a comment, in ms. */
  readonly heartbeatMs: number;
}

export interface AdapterHttpOptions {
  readonly runtime: AdapterRuntime;
  readonly auth: Authenticator;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Identifies the ledger: kept with the data, another one when the data is replaced. Cursors of other ledgers expire. */
  readonly ledger: string;
  /** Runs of the service on this ledger, in order, this one last. Absent: one that never ends. */
  readonly epochs?: readonly Epoch[];
  /** Accounts of sources of provider events. */
  readonly accounts: SourceAccounts;
  readonly configurationSchema: JsonObject;
  readonly goldenTests: () => readonly object[];
  readonly limits?: Partial<HttpLimits>;
  /** Under which address providers reach this service; absent: what their request says. */
  readonly publicUrl?: string;
  /** Whether the service has started. Absent: judged by the runtime's lifecycle. */
  readonly started?: () => boolean;
  /** Makes a lifecycle state outlive the process, before it is answered. Absent: it does not. */
  readonly keepLifecycle?: (state: AdapterLifecycleState) => Promise<void>;
  /** Further routes under the same authentication, limits, errors and OpenAPI document. */
  readonly extraRoutes?: (routes: RouteTools) => void | Promise<void>;
}

/** What routes of an adapter of its own are made with. */
export interface RouteTools {
  readonly app: FastifyInstance;
  readonly route: AddRoute;
  /** The same for a scope within `app` that reads bodies in a way of its own. */
  readonly routeIn: (scope: FastifyInstance) => AddRoute;
}

/** What the routes of one plugin instance share. */
export interface HttpContext extends Omit<AdapterHttpOptions, "limits" | "extraRoutes"> {
  readonly limits: HttpLimits;
  readonly cursors: Cursors;
  readonly gate: RateGate;
  readonly streams: EventStreams;
  /** Counts what is answered past the framework's reply. */
  readonly requests: Pick<Metrics, "count">;
}
