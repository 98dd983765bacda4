import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { StoreUnavailableError } from "../../errors.ts";
import type { Store } from "../port.ts";
import { latestHeads } from "./heads.ts";
import { lockFolder } from "./lock.ts";
import { openReader, type Reader } from "./reader.ts";
import { sqliteStore } from "./store.ts";
import { startWriter, type WriterClient } from "./writer-client.ts";

export interface SqliteStoreOptions {
  /**
   * Holds store.db and lock.db. Made with its parents below the working directory; elsewhere only the last step of the path
   * may be missing, for a missing parent is most likely a volume that is not mounted. One process at a time.
   */
  readonly folder: string;
  /** For tests: a module whose default export is called, in the writer's thread, with the name of each point it passes. */
  readonly points?: URL;
  /** For tests: the database refuses to grow past so many pages, as a full disk does. */
  readonly maxPages?: number;
}

const refuse = (message: string): never => {
  throw new StoreUnavailableError(message, false);
};

function isBelow(base: string, path: string): boolean {
  const way = relative(base, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function prepareFolder(folder: string): void {
  const parent = dirname(folder);
  const stands = statSync(parent, { throwIfNoEntry: false });
  const ours = stands === undefined && isBelow(process.cwd(), parent);
  if (!ours && !stands?.isDirectory())
    refuse(
      `The data folder ${folder} cannot be made: ${parent} is not a folder. Create it, or choose another.`,
    );
  try {
    // With `recursive` Node tries for ever where a parent that exists takes no folder (/proc).
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      mkdirSync(folder, { recursive: stands === undefined });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    const why =
      code === "EEXIST"
        ? "is a file, not a folder: choose another path"
        : `cannot be written by this user (${code}): give it read and write access`;
    throw new StoreUnavailableError(`The data folder ${folder} ${why}.`, false, { cause });
  }
}

async function readerBeside(writer: WriterClient, path: string): Promise<Reader> {
  try {
    return openReader(path);
  } catch (error) {
    await writer.close(() => undefined);
    throw error;
  }
}

/**
 * Opens the store in a folder, creates or migrates it.
 * @throws StoreUnavailableError naming the path, what is wrong and what to do
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const folder = resolve(options.folder);
  prepareFolder(folder);
  const unlock = lockFolder(folder);
  try {
    const path = join(folder, "store.db");
    const settings = {
      path,
      points: options.points?.href ?? null,
      maxPages: options.maxPages ?? null,
    };
    const heads = latestHeads(0);
    const writer = await startWriter(settings, heads.announce);
    heads.announce(writer.head);
    const reader = await readerBeside(writer, path);
    return sqliteStore({ path, writer, reader, heads, unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}
