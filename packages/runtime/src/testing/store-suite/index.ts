import { documents } from "./documents.ts";
import { durability } from "./durability.ts";
import { guards } from "./guards.ts";
import type { OpenStore, StoreChapter, TestRunner } from "./harness.ts";
import { ledger } from "./ledger.ts";
import { natives } from "./natives.ts";
import { operations } from "./operations.ts";
import { timers } from "./timers.ts";
import { upkeep } from "./upkeep.ts";

export type { OpenedStore, OpenStore, StoreCase, StoreChapter, TestRunner } from "./harness.ts";

/** What every Store must hold; each case gets an empty store of its own. */
export const storeChapters: readonly StoreChapter[] = [
  documents,
  guards,
  operations,
  timers,
  natives,
  ledger,
  upkeep,
  durability,
];

/** Registers the suite with a test runner. `open` makes an empty store; the suite disposes of it. */
export function storeSuite({ describe, it }: TestRunner, open: OpenStore): void {
  for (const [title, cases] of storeChapters)
    describe(title, () => {
      for (const [name, run] of cases)
        it(name, async () => {
          const opened = await open();
          try {
            await run(opened);
          } finally {
            await opened.dispose();
          }
        });
    });
}
