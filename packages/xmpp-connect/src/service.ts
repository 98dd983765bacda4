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
import { XmppConfiguration } from "./configuration.ts";
import { goldens } from "./goldens.generated.ts";
import { xmppParts } from "./parts.ts";

export interface XmppServiceOptions {
  readonly configuration: XmppConfiguration;
  /** Open; closed by the service. */
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** From 0 up to, not including, 1. Default: the system's. */
  readonly random?: () => number;
  /** What `GET /adapter/golden-tests` answers. Default: the cases of this package's version. */
  readonly goldenTests?: () => readonly object[];
  readonly point?: RuntimeOptions["point"];
}

/**
 * How many messages of one account are on their way at once: those of its window are on the wire, and some more are being
 * written down before or after. What a crash finds there is unknown, so they are few.
 */
const MOST_BESIDE = 64;
const laneWindow = (windows: readonly number[]): number =>
  Math.max(32, ...windows.map((window) => window + Math.min(2 * window, MOST_BESIDE)));

/** The adapter with its accounts: runtime, HTTP interface, sessions. Start `runtime` to run it. */
export async function openXmppConnect(options: XmppServiceOptions): Promise<AdapterService> {
  const { configuration } = options;
  const parts = await xmppParts(options);
  const windows = configuration.accounts.map((each) =>
    each.kind === "sandbox" ? 32 : each.window,
  );
  return openAdapter({
    goldenTests: () => goldens.map(publishedGolden),
    ...options,
    definition: parts.definition,
    providers: parts.providers,
    onErased: parts.onErased,
    schema: XmppConfiguration,
    extraRoutes: parts.routes,
    settings: {
      laneWindow: laneWindow(windows),
      leaseMs: configuration.lease,
    },
  });
}
