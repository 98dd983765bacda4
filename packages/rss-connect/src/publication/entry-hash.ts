import { contentHash } from "@underclaim/runtime";
import type { SyndicationEntry } from "../model/syndication.ts";

/** What tells one version of an item from another without showing either: SHA-256 of the entry, hex. */
export const entryHash = (entry: SyndicationEntry): string => contentHash(JSON.stringify(entry));
