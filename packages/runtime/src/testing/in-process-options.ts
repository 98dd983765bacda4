import type { Given } from "@underclaim/contract/golden";
import type { AdapterDefinition } from "../definition/adapter.ts";
import type { Provider } from "../definition/provider.ts";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { RuntimeOptions } from "../engine/create-runtime.ts";
import type { EngineSettings } from "../engine/engine.ts";
import type { RouteTools } from "../http/context.ts";
import type { JsonObject } from "../json.ts";
import type { Log } from "../log/logger.ts";
import type { Secret } from "../log/secret.ts";
import type { Store } from "../store/port.ts";
import type { Clock, Ids, Instant, TenantId } from "../time-and-ids.ts";
import type { ScriptedProvider } from "./scripted-provider.ts";

/** What an adapter under test is put together with. */
export interface DriverEnvironment {
  /** Stands still but for `advance` steps. */
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where `provider_reply` steps arrive: hand `provider.fetch` or `provider.call` to the adapter's provider. */
  readonly provider: ScriptedProvider;
  readonly log: Log;
  readonly tenant: TenantId;
  readonly store: Store;
}

export interface DriverComposition {
  readonly definition: AdapterDefinition;
  readonly providers?: readonly Provider[];
  readonly settings?: Partial<EngineSettings>;
  /** The adapter's own routes, as in its service. */
  readonly routes?: (tools: RouteTools, runtime: AdapterRuntime) => void | Promise<void>;
  /** After each commit, as in its service: for caches that hang on documents. */
  readonly onCommitted?: RuntimeOptions["onCommitted"];
  /** After each erasure, as in its service. */
  readonly onErased?: RuntimeOptions["onErased"];
  /** Brings `given.documents` into the adapter: after its first start, not after restarts. */
  readonly seed?: (runtime: AdapterRuntime) => Promise<void>;
  /** Makes durable what is held in memory (observations); called whenever the driver waits for quiet. */
  readonly flush?: () => Promise<void>;
  readonly configurationSchema?: JsonObject;
}

/** Headers that a provider adds to what it sends, such as its signature. */
export type Signer = (
  wire: { readonly body: string; readonly url: string; readonly contentType: string },
  secret: Secret,
  now: Instant,
) => Readonly<Record<string, string>>;

/** The body with the provider's signature in it. */
export type BodySigner = (body: string, secret: Secret, now: Instant) => string;

export interface InProcessDriverOptions {
  /** Names the driver's temporary folder and the adapter in messages. */
  readonly name: string;
  /** Puts the adapter together for one golden; called at each start, restarts included. */
  readonly compose: (
    given: Given,
    environment: DriverEnvironment,
  ) => DriverComposition | Promise<DriverComposition>;
  /** How the provider of each signed source signs. */
  readonly signers?: Readonly<Record<string, Signer>>;
  /** The same where the signature stands in the body: what the body becomes. */
  readonly bodySigners?: Readonly<Record<string, BodySigner>>;
  /** Content type of `native` steps whose body is text, per source. Default: JSON for objects, else text/plain. */
  readonly contentTypes?: Readonly<Record<string, string>>;
  /** Default 1. */
  readonly seed?: number;
}
