// What every format has in common: the model is checked before, the finished bytes after (RssAdapterSpecification §15).
import type { FeedLimits } from "./limits.ts";
import type { Loss, ValidationProblem } from "./problem.ts";
import type { SyndicationFeed } from "./syndication.ts";
import { feedProblems, sizeProblems } from "./validate.ts";

export type Rendering =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly losses: readonly Loss[] }
  | { readonly ok: false; readonly problems: readonly ValidationProblem[] };

export interface Renderer {
  readonly write: () => string;
  readonly check: (bytes: Uint8Array) => readonly ValidationProblem[];
  readonly losses: (feed: SyndicationFeed) => readonly Loss[];
}

export function checkedBytes(
  feed: SyndicationFeed,
  limits: FeedLimits,
  { write, check, losses }: Renderer,
): Rendering {
  const before = feedProblems(feed, limits);
  if (before.length > 0) return { ok: false, problems: before };
  const bytes = new TextEncoder().encode(write());
  const after = [...sizeProblems(bytes, limits), ...check(bytes)];
  return after.length > 0
    ? { ok: false, problems: after }
    : { ok: true, bytes, losses: losses(feed) };
}
