// What stood in a feed when: each item's newest version, with the time at which it was accepted.
import type { Instant, Store, Target, TenantId } from "@underclaim/runtime";
import { targetOfItem } from "../publication/contents.ts";
import { itemOf, itemsOf } from "../publication/documents.ts";

export interface FeedVersions {
  /** In order of `since`. */
  readonly targets: readonly Target[];
  readonly since: readonly Instant[];
}

const PAGE = 500;

/**
 * The item's own dates are the caller's; when it came to stand in the feed is the time of its operation. What stood there
 * before (older versions, removed items) is left out: no fetch is taken for evidence of it.
 */
export async function versionsOf(
  store: Pick<Store, "load">,
  tenant: TenantId,
  feedId: string,
): Promise<FeedVersions> {
  const found: { readonly target: Target; readonly since: Instant }[] = [];
  let after: readonly [string, ...string[]] | undefined;
  for (;;) {
    const range = {
      prefix: itemsOf(feedId),
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    };
    const docs = (await store.load(tenant, [{ range }])).range(range);
    const items = docs.map(itemOf);
    const operations = await store.load(
      tenant,
      items.map(({ operation }) => ({ operation })),
    );
    for (const item of items) {
      const since = operations.operation(item.operation)?.createdAt;
      if (since !== undefined) found.push({ target: targetOfItem(item), since });
    }
    if (docs.length < PAGE) break;
    after = docs.at(-1)?.key;
  }
  found.sort((a, b) => a.since - b.since);
  return { targets: found.map(({ target }) => target), since: found.map(({ since }) => since) };
}

/** How many of them stood there at `at`. A tie goes to the weaker reading. */
export function stoodAt({ since }: FeedVersions, at: Instant): number {
  let low = 0;
  let high = since.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((since[middle] ?? Number.POSITIVE_INFINITY) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
