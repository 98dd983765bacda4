// Looks at accounts and rates from time to time, and reports what has changed (SmsAdapterSpecification §26).
import type { AdapterRuntime, Clock, ProviderHealth, TenantId } from "@underclaim/runtime";
import type { SmsDraft } from "../native/types.ts";
import { look, stateOf, UNWATCHED, type Watched } from "./hysteresis.ts";
import { providerNative, reputationNative } from "./natives.ts";
import type { ChannelRates } from "./rates.ts";
import { ratesOf } from "./thresholds.ts";
import { addCounts, type Counts } from "./window.ts";

interface WatchedAccount {
  readonly account: string;
  readonly tenant: TenantId;
  readonly health: () => ProviderHealth;
}

export interface HealthWatchOptions {
  readonly clock: Clock;
  readonly accounts: readonly WatchedAccount[];
  readonly rates: Pick<ChannelRates, "channels">;
  readonly observe: AdapterRuntime["observe"];
  readonly onError: (error: unknown) => void;
  /** Between two looks, in ms. Default: 30 s. */
  readonly everyMs?: number;
}

export interface HealthWatch {
  start(): void;
  /** Resolves when a look that is under way has ended. */
  stop(): Promise<void>;
}

/** Reports that the store would not take; older ones give way. */
const MOST_UNSAID = 100;

export function createHealthWatch(options: HealthWatchOptions): HealthWatch {
  const { clock, accounts, rates, observe, onError, everyMs = 30_000 } = options;
  const tenants = [...new Set(accounts.map(({ tenant }) => tenant))];
  const watched = new Map<string, Watched>();
  /** Warnings of the day that were given: what is known to be written need not be written again. */
  let warned = new Set<string>();
  let unsaid: { readonly tenant: TenantId; readonly native: SmsDraft }[] = [];
  let cancel: () => void = () => undefined;
  let looking: Promise<void> = Promise.resolve();
  let running = false;

  function changes(): typeof unsaid {
    const now = clock.now();
    const ofProviders = accounts.flatMap(({ account, tenant, health }) => {
      const seen = asked(health);
      if (seen === null) return [];
      const { watched: next, say } = look(watched.get(account) ?? UNWATCHED, stateOf(seen));
      watched.set(account, next);
      return say === null ? [] : [{ tenant, native: providerNative(say, account, seen, now) }];
    });
    const warnings = tenants.flatMap((tenant) =>
      bySender(rates.channels(tenant)).flatMap(([sender, counts]) => {
        const native = reputationNative(sender, ratesOf(counts), now);
        return native === null ? [] : [{ tenant, native }];
      }),
    );
    const named = (each: (typeof unsaid)[number]) =>
      JSON.stringify([each.tenant, each.native.dedupeKey]);
    const fresh = warnings.filter((each) => !warned.has(named(each)));
    // Yesterday's are of no use any more: their keys will not come again.
    warned = new Set(warnings.map(named));
    return [...ofProviders, ...fresh];
  }

  /** One account that cannot be asked hides no other. */
  function asked(health: WatchedAccount["health"]): ProviderHealth | null {
    try {
      return health();
    } catch (error) {
      onError(error);
      return null;
    }
  }

  async function report(): Promise<void> {
    const all = [...unsaid, ...changes()];
    unsaid = [];
    for (const [at, each] of all.entries()) {
      try {
        await observe(each.tenant, [{ native: each.native }]);
      } catch (error) {
        onError(error);
        unsaid = all.slice(at).slice(-MOST_UNSAID);
        return;
      }
    }
  }

  function next(): void {
    cancel = clock.wakeAt(clock.now() + everyMs, () => {
      looking = report()
        .catch(onError)
        .finally(() => {
          if (running) next();
        });
    });
  }

  return {
    start() {
      if (running) return;
      running = true;
      next();
    },
    async stop() {
      running = false;
      cancel();
      await looking;
    },
  };
}

/** What was counted of each sender, over all its accounts and countries. */
function bySender(channels: ReturnType<ChannelRates["channels"]>): readonly [string, Counts][] {
  const total = new Map<string, Counts>();
  for (const { sender, counts } of channels) {
    const before = total.get(sender);
    total.set(sender, before === undefined ? counts : addCounts(before, counts));
  }
  return [...total];
}
