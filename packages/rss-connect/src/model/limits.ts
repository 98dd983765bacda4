/** Sizes beyond which an item or a feed is refused. Lengths are UTF-16 code units, or bytes. */
export interface FeedLimits {
  readonly maxTitle: number;
  readonly maxBody: number;
  /** Depth of unclosed elements: the HTML parser takes quadratic time in it. */
  readonly maxNesting: number;
  readonly maxNames: number;
  readonly maxName: number;
  readonly maxEnclosures: number;
  readonly maxEntries: number;
  readonly maxFeedBytes: number;
}

export const DEFAULT_LIMITS: FeedLimits = {
  maxTitle: 1000,
  maxBody: 262_144,
  maxNesting: 2000,
  maxNames: 50,
  maxName: 200,
  maxEnclosures: 20,
  maxEntries: 10_000,
  maxFeedBytes: 8_388_608,
};
