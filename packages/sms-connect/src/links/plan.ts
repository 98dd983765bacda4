// Link tracking (SmsAdapterSpecification §23): pure. Whole URLs are replaced, and the redirects are written with the message.
import type { ActionLink } from "@underclaim/contract";
import type { DocWrite, Ids, Instant, OperationId, SubjectId } from "@underclaim/runtime";
import type { LinkSettings } from "../configuration/content.ts";
import { replaceLinks } from "../model/links.ts";
import { expiryOf, linkDocument } from "./documents.ts";
import { linkToken } from "@underclaim/runtime/links";

export interface TrackLinks {
  readonly body: string;
  /** The links that the action declares: they give a URL its id and its end. */
  readonly links: readonly Pick<ActionLink, "link_id" | "url" | "expires_at">[];
  readonly settings: Pick<LinkSettings, "tracking" | "base_url" | "retention">;
  readonly ids: Ids;
  readonly operation: OperationId;
  readonly subject: SubjectId;
  /** When the message leaves: how long a redirect stands counts from then. */
  readonly now: Instant;
  readonly person: string | null;
}

export interface TrackedLinks {
  readonly body: string;
  readonly docs: readonly DocWrite[];
  /** Redirects that were made: a URL that stands twice in the text has one. */
  readonly tracked: number;
}

/** Under which path redirects stand. */
export const LINK_PATH = "/l";

/** The body with its web links led through this service. Without tracking, or an address to lead them to, as it came. */
export function trackLinks(given: TrackLinks): TrackedLinks {
  const { body, links, settings, ids, operation, subject, now, person } = given;
  if (!settings.tracking || settings.base_url === undefined) return { body, docs: [], tracked: 0 };
  const base = settings.base_url.replace(/\/+$/, "") + LINK_PATH;
  const declared = new Map(links.map((link) => [sameUrl(link.url), link]));
  const taken = new Set(links.map(({ link_id }) => link_id));
  const redirects = new Map<string, string>();
  const docs: DocWrite[] = [];

  const redirected = replaceLinks(body, (url) => {
    // What is there already would be led in a circle; tel: and mailto: are no request that this service could see.
    const same = sameUrl(url);
    if (!/^https?:/.test(same) || same.startsWith(`${base}/`)) return url;
    const known = redirects.get(same);
    if (known !== undefined) return known;
    const token = linkToken(ids);
    const link = declared.get(same);
    docs.push(
      linkDocument({
        token,
        record: {
          operation,
          subject,
          link_id: link?.link_id ?? freshName(taken, docs.length + 1),
          url: same,
          expires_at: expiryOf(link?.expires_at),
          person,
        },
        until: now + settings.retention,
      }),
    );
    const redirect = `${base}/${token}`;
    redirects.set(same, redirect);
    return redirect;
  });
  return { body: redirected, docs, tracked: docs.length };
}

/** A link of the text that no action declares is named by its place. */
function freshName(taken: Set<string>, place: number): string {
  let name = `link_${place}`;
  while (taken.has(name)) name = `${name}_`;
  taken.add(name);
  return name;
}

/** One spelling of a URL; of what is none, nothing. */
const sameUrl = (url: string): string => (URL.canParse(url) ? new URL(url).href : "");
