/** What became of putting a feed's document somewhere else (RssAdapterSpecification §30). */
export type TargetType = "target.published" | "target.failed";
