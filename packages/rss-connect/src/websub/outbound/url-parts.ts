// The same callbacks are delivered to with each edition: a URL is taken apart once.

export interface UrlParts {
  readonly origin: string;
  /** With the query. */
  readonly path: string;
}

const MOST_REMEMBERED = 4_096;

export function urlParts(): (url: string) => UrlParts {
  let known = new Map<string, UrlParts>();
  return (url) => {
    const found = known.get(url);
    if (found !== undefined) return found;
    const { origin, pathname, search } = new URL(url);
    const parts = { origin, path: `${pathname}${search}` };
    if (known.size >= MOST_REMEMBERED) known = new Map();
    known.set(url, parts);
    return parts;
  };
}
