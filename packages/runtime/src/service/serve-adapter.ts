import process from "node:process";
import type { z } from "zod";
import { loadConfiguration, type LoadOptions } from "../config/load.ts";
import type { ServiceConfiguration } from "../config/service.ts";
import { usageOf } from "../config/usage.ts";
import { createLog, type Log } from "../log/logger.ts";
import type { Store } from "../store/port.ts";
import { openSqliteStore } from "../store/sqlite/index.ts";
import { randomIds, systemClock } from "../system.ts";
import type { Clock, Ids } from "../time-and-ids.ts";
import type { AdapterService } from "./open-adapter.ts";
import { serve } from "./serve.ts";

/** What an adapter is put together from, in a process of its own. */
export interface AdapterParts<Configuration> {
  readonly configuration: Configuration;
  /** Open, in the folder that is configured; closed with the service. */
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface ServeAdapterOptions<Schema extends z.ZodType<ServiceConfiguration>> {
  /** In each line of the log. */
  readonly name: string;
  readonly schema: Schema;
  readonly check: NonNullable<LoadOptions<z.output<Schema>>["check"]>;
  /** Further commands, for `--help`. */
  readonly commands?: readonly string[];
  /** Puts it together, and begins what is to run before the runtime starts. */
  readonly open: (parts: AdapterParts<z.output<Schema>>) => Promise<AdapterService>;
}

/**
 * One adapter as a service: configuration from file and environment, SQLite store, system clock; composed, started, listening,
 * until a signal ends it (`serve`). With `--help` it says how it is used. Resolves with the exit code.
 */
export function serveAdapter<Schema extends z.ZodType<ServiceConfiguration>>({
  name,
  schema,
  check,
  commands = [],
  open,
}: ServeAdapterOptions<Schema>): Promise<number> {
  const argv = process.argv.slice(2);
  if (argv.some((argument) => argument === "--help" || argument === "-h")) {
    process.stdout.write(usageOf(name, schema, commands));
    return Promise.resolve(0);
  }
  return serve({
    compose: async () => {
      const { configuration, reloadSecrets } = loadConfiguration(schema, { argv, check });
      const log = createLog({ level: configuration.log.level, name });
      const store = await openSqliteStore({ folder: configuration.data });
      const service = await open({ configuration, store, clock: systemClock, ids: randomIds, log });
      await service.runtime.start();
      return { ...service, ...configuration.listen, log, reload: reloadSecrets };
    },
  });
}
