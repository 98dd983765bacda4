import { publishedGolden } from "@underclaim/contract/golden";
import {
  openAdapter,
  type AdapterService,
  type Clock,
  type Ids,
  type Log,
  type RuntimeOptions,
  type Store,
} from "@underclaim/runtime";
import { SmsConfiguration } from "./configuration.ts";
import { goldens } from "./goldens.generated.ts";
import { smsParts } from "./parts.ts";
import { sourcesWith } from "./source-secrets.ts";

export interface SmsServiceOptions {
  readonly configuration: SmsConfiguration;
  /** Open; closed by the service. */
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** How providers over HTTP are asked. Default: the global fetch. */
  readonly fetch?: typeof globalThis.fetch;
  /** From 0 up to, not including, 1. Default: the system's. */
  readonly random?: () => number;
  /** What `GET /adapter/golden-tests` answers. Default: the cases of this package's version. */
  readonly goldenTests?: () => readonly object[];
  readonly point?: RuntimeOptions["point"];
}

export interface SmsService extends AdapterService {
  /** Begins to watch accounts and channels. Call it before `runtime.start()`. */
  watch(): Promise<void>;
}

/** The adapter with its accounts: runtime, HTTP interface, sessions. Start `runtime` to run it. */
export async function openSmsConnect(options: SmsServiceOptions): Promise<SmsService> {
  const { configuration } = options;
  const parts = await smsParts(options);
  const service = await openAdapter({
    goldenTests: () => goldens.map(publishedGolden),
    ...options,
    configuration: { ...configuration, sources: sourcesWith(configuration) },
    definition: parts.definition,
    providers: parts.providers,
    schema: SmsConfiguration,
    onCommitted: parts.onCommitted,
    onErased: parts.onErased,
    extraRoutes: parts.routes,
    settings: { laneWindow: configuration.lane_window, leaseMs: configuration.lease },
  });
  return {
    ...service,
    watch: () => parts.watch(service.runtime),
    async close() {
      await parts.stop();
      await service.close();
    },
  };
}
