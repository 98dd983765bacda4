import { FEED_FORMATS, type FeedFormat } from "../model/feed.ts";
import { formatOf, type View } from "./addresses.ts";
import type { FeedRecord } from "./feed-record.ts";

export const nameOfView = (view: View): string => JSON.stringify(view);

/** Of the views that show the feed whole. */
export const WHOLE = Object.fromEntries(
  FEED_FORMATS.map((format) => [format, nameOfView({ format })]),
) as Readonly<Record<FeedFormat, string>>;

export const isMain = (view: View | undefined, record: FeedRecord): boolean =>
  view === undefined ||
  (view.format === formatOf(record) &&
    view.category === undefined &&
    view.page === undefined &&
    view.participant === undefined);
