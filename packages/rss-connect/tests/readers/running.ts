import { join } from "node:path";
import { startApp } from "../support/child-service.ts";
import { EXAMPLE_FEED, newFolder } from "../support/service.ts";

/** The really running service of apps/rss-connect with the example feed. */
export function runningService(): Promise<string> {
  return startApp("rss-connect", {
    env: {
      UNDERCLAIM_LISTEN__PORT: "0",
      UNDERCLAIM_DATA: join(newFolder(), "data"),
      UNDERCLAIM_FEEDS: JSON.stringify([EXAMPLE_FEED]),
    },
  }).listening;
}
