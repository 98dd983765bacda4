// The documents that one edition of a feed is served as: every format, per category, in pages (RFC 5005), per participant.
import type { Target } from "@underclaim/runtime";
import {
  termOf,
  type FeedLink,
  type SyndicationEntry,
  type SyndicationFeed,
} from "../model/syndication.ts";
import { illegalXmlCharacters } from "../model/text.ts";
import { formatOf, type Addresses, type View } from "./addresses.ts";
import type { KeptTombstone } from "./documents.ts";
import type { FeedRecord } from "./feed-record.ts";

/** A feed as a model, each entry with what a fetch of it is evidence about. */
export interface Contents {
  readonly model: SyndicationFeed;
  readonly targets: readonly Target[];
  /** The archive document before this one (RFC 5005 §4): the newest, for the feed itself. 0: there is none. */
  readonly archivesBefore: number;
}

export interface ViewContext {
  readonly tenant: string;
  readonly record: FeedRecord;
  readonly addresses: Addresses;
}

/** Null: there is no such page, or a category that no document can name. A category that no item has is an empty feed: its readers may have come before its items. */
export function viewOf(
  { model, targets, archivesBefore }: Contents,
  view: View,
  context: ViewContext,
): Contents | null {
  if (illegalXmlCharacters(view.category ?? "").length > 0) return null;
  const all = model.entries.map((entry, index) => ({ entry, target: targets[index] }));
  const shown = all.filter(({ entry, target }) => shows(view, entry, target));
  const paged =
    context.record.history === "paged" && view.category === undefined && view.archive === undefined;
  const size = paged ? context.record.page_size : Math.max(1, shown.length);
  const pages = Math.max(1, Math.ceil(shown.length / size));
  const page = view.page ?? 1;
  if (view.page !== undefined && (!paged || page < 2 || page > pages)) return null;
  const here = shown.slice((page - 1) * size, page * size);
  return {
    archivesBefore,
    targets: here.flatMap(({ target }) => (target === undefined ? [] : [target])),
    model: {
      ...model,
      ...selfOf(view, context),
      ...(view.category === undefined ? {} : { title: `${model.title}: ${view.category}` }),
      // A part is not complete; an archive document stays one.
      history: model.history === "complete" && shown.length < all.length ? null : model.history,
      links: [
        ...(model.links ?? []),
        ...(paged ? pageLinks(view, page, pages, context) : []),
        ...(archivesBefore > 0 && view.category === undefined
          ? archiveLink(view, archivesBefore, context)
          : []),
      ],
      tombstones: model.tombstones?.filter((gone) => showsGone(view, gone)),
      entries: here.map(({ entry }) => entry),
    },
  };
}

function shows(view: View, entry: SyndicationEntry, target: Target | undefined): boolean {
  if (view.category !== undefined && !entry.categories.some((one) => termOf(one) === view.category))
    return false;
  const whose = target?.correlation.participant_id ?? null;
  return view.participant === undefined || whose === null || whose === view.participant;
}

const showsGone = ({ participant }: View, { participant_id: whose }: KeptTombstone): boolean =>
  participant === undefined || whose === null || (whose !== undefined && whose === participant);

/** The feed's public address belongs to its own format; where the others stand is known where this service's address is. */
function selfOf(
  view: View,
  { tenant, record, addresses }: ViewContext,
): Partial<Pick<SyndicationFeed, "self_url" | "hub_links">> {
  const narrowed =
    view.category !== undefined || view.page !== undefined || view.archive !== undefined;
  if (!narrowed && view.format === formatOf(record)) return {};
  return {
    self_url: addresses.url(addresses.viewPath(tenant, record.feed.feed_id, view)),
    // Only the feed itself is a topic.
    hub_links: [],
  };
}

function archiveLink(
  { format }: View,
  archive: number,
  { tenant, record, addresses }: ViewContext,
): FeedLink[] {
  const path = addresses.viewPath(tenant, record.feed.feed_id, { format, archive });
  const href = addresses.url(path);
  return href === null ? [] : [{ rel: "prev-archive", href }];
}

function pageLinks(
  view: View,
  page: number,
  pages: number,
  { tenant, record, addresses }: ViewContext,
): FeedLink[] {
  const at = (number: number): string | null => {
    const { page: _, ...first } = view;
    const wanted = number === 1 ? first : { ...first, page: number };
    return addresses.url(addresses.viewPath(tenant, record.feed.feed_id, wanted));
  };
  const links: readonly (readonly [FeedLink["rel"], number | null])[] = [
    ["first", 1],
    ["previous", page > 1 ? page - 1 : null],
    ["next", page < pages ? page + 1 : null],
    ["last", pages],
  ];
  return links.flatMap(([rel, number]) => {
    const href = number === null ? null : at(number);
    return href === null ? [] : [{ rel, href }];
  });
}
