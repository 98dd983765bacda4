import type { Instant, Target } from "@underclaim/runtime";
import type { RenderedFeed } from "../model/rendered.ts";
import type { FeedRecord } from "./feed-record.ts";
import type { Contents } from "./views.ts";

/** One document of a feed, as it is served. */
export interface Edition {
  readonly record: FeedRecord;
  readonly rendered: RenderedFeed;
  /** What a fetch of this document is evidence about: every item in it. */
  readonly targets: readonly Target[];
  /** When the feed was as this document shows it: a version written later does not stand in it. */
  readonly asOf: Instant;
  /** The hubs that the document names (WebSub §4). */
  readonly hubs?: readonly string[];
}

/** The feed in its own format, whole, and what its other documents are made of. */
export interface MainEdition extends Edition {
  readonly contents: Contents;
}
