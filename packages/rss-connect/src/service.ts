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
import { RssConfiguration } from "./configuration.ts";
import { goldens } from "./goldens.generated.ts";
import { rssParts } from "./parts.ts";

export interface RssServiceOptions {
  readonly configuration: RssConfiguration;
  /** Open; closed by the service. */
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** What `GET /adapter/golden-tests` answers. Default: the cases of this package's version. */
  readonly goldenTests?: () => readonly object[];
  readonly point?: RuntimeOptions["point"];
  /** From 0 up to, not including, 1. Default: the system's. */
  readonly random?: () => number;
}

export interface RssService extends AdapterService {
  /** Writes the fetches that were observed and not yet recorded. */
  flush(): Promise<void>;
}

/** The adapter with its feeds: runtime, HTTP interface, rendered feeds, fetch observation. Start `runtime` to run it. */
export async function openRssConnect(options: RssServiceOptions): Promise<RssService> {
  const parts = rssParts(options);
  const service = await openAdapter({
    goldenTests: () => goldens.map(publishedGolden),
    ...options,
    definition: parts.definition,
    schema: RssConfiguration,
    onCommitted: parts.onCommitted,
    onErased: parts.onErased,
    extraRoutes: parts.routes,
  });
  await parts.registerConfigured();
  await parts.start();
  return {
    ...service,
    flush: parts.flush,
    async close() {
      await parts.close();
      await parts.flush();
      await service.close();
    },
  };
}
