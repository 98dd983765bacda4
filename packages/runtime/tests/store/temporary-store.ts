import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../src/store/port.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../../src/store/sqlite/index.ts";
import type { OpenedStore } from "../../src/testing/store-suite/index.ts";

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "underclaim-store-"));

export async function temporaryStore(
  options: Partial<SqliteStoreOptions> = {},
  around: (store: Store) => Store = (store) => store,
): Promise<OpenedStore> {
  const folder = options.folder ?? temporaryFolder();
  const open = async (): Promise<Store> => around(await openSqliteStore({ ...options, folder }));
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      return (store = await open());
    },
    async dispose() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
