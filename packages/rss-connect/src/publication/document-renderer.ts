// The documents of a feed, made of its contents.
import type { Instant, Store, StoreUnavailableError } from "@underclaim/runtime";
import { FORMATS } from "../model/formats.ts";
import type { FeedLimits } from "../model/limits.ts";
import type { ValidationProblem } from "../model/problem.ts";
import { prepareFeed } from "../model/rendered.ts";
import { formatOf, type View } from "./addresses.ts";
import { archiveContents } from "./contents.ts";
import type { Edition, MainEdition } from "./edition.ts";
import { archiveDocument } from "./kept-archive.ts";
import { viewOf, type Contents, type ViewContext } from "./views.ts";

/** None of them is dated, but those of archives. */
export interface DocumentRenderer {
  /** The feed in its own format, whole. */
  main(
    contents: Contents,
    asOf: Instant,
    context: ViewContext,
  ):
    | { readonly ok: true; readonly edition: MainEdition }
    | { readonly ok: false; readonly problems: readonly ValidationProblem[] };
  /**
   * Made of the edition, not of the store: every document of a feed is of one moment. Null: there is no such document.
   * `edition: null`: what is valid in the feed's own format is not in this one; one that says more may be too long.
   */
  other(
    edition: MainEdition,
    view: View,
    context: ViewContext,
  ): { readonly edition: Edition | null } | null;
  /** An archive document, likewise. */
  archived(
    view: View,
    number: number,
    context: ViewContext,
  ): Promise<{ readonly edition: Edition | null } | null>;
}

export interface DocumentRendererOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly limits: FeedLimits;
  readonly now: () => Instant;
  readonly onUnkept: (error: StoreUnavailableError) => void;
}

export function documentRenderer(options: DocumentRendererOptions): DocumentRenderer {
  const { store, limits } = options;
  return {
    main(contents, asOf, context) {
      const { record } = context;
      const format = formatOf(record);
      const { model, targets } = viewOf(contents, { format }, context) ?? contents;
      const result = FORMATS[format].render(model, limits);
      if (!result.ok) return result;
      const rendered = prepareFeed(result.bytes, null, FORMATS[format].contentType);
      return {
        ok: true,
        edition: { record, rendered, targets, asOf, contents, hubs: model.hub_links },
      };
    },
    other(edition, view, context) {
      const shown = viewOf(edition.contents, view, context);
      if (shown === null) return null;
      const { model, targets } = shown;
      const { render, contentType } = FORMATS[view.format];
      const result = render(model, limits);
      if (!result.ok) return { edition: null };
      const rendered = prepareFeed(result.bytes, null, contentType);
      const { record, asOf } = edition;
      return { edition: { record, rendered, targets, asOf, hubs: model.hub_links } };
    },
    async archived(view, number, context) {
      const { tenant, record } = context;
      const archive = await archiveContents(store, tenant, record, number);
      const shown = archive === null ? null : viewOf(archive, view, context);
      if (archive === null || shown === null) return null;
      const { model, targets } = shown;
      const { format } = view;
      const rendered = await archiveDocument(options, tenant, {
        feedId: record.feed.feed_id,
        number,
        format,
        archive,
        model,
        render() {
          const result = FORMATS[format].render(model, limits);
          return result.ok ? result.bytes : null;
        },
      });
      if (rendered === null) return { edition: null };
      // It shows the items as they were: its fetch shows nothing of what was written since.
      const asOf = Date.parse(model.updated_at);
      return { edition: { record, rendered, targets, asOf, hubs: model.hub_links } };
    },
  };
}
