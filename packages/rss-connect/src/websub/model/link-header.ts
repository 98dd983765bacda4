// RFC 8288; WebSub §4 "Discovery": one rel=self, at least one rel=hub.

export interface TopicLinks {
  readonly self: string;
  readonly hubs: readonly string[];
}

/** Empty where there is no hub. The URLs are absolute and in normal form, so they hold no `>`. */
export const linkHeader = ({ self, hubs }: TopicLinks): string =>
  hubs.length === 0
    ? ""
    : [...hubs.map((hub) => `<${hub}>; rel="hub"`), `<${self}>; rel="self"`].join(", ");

export interface Link {
  readonly target: string;
  /** Lower case. */
  readonly rels: readonly string[];
}

const MAX_HEADER = 16_384;
/** `<uri>` and its parameters; a quoted string may hold commas and semicolons. */
const LINK =
  /<([^<>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)/g;
const PARAMETER = /;\s*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?/g;

/** The links of a header as it came. Links to another context (`anchor`) are left out (RFC 8288 §3.2). */
export function parseLinks(header: string): Link[] {
  return [...header.slice(0, MAX_HEADER).matchAll(LINK)].flatMap(([, target = "", rest = ""]) => {
    const parameters = new Map<string, string>();
    for (const [, name = "", quoted, plain] of rest.matchAll(PARAMETER)) {
      const key = name.toLowerCase();
      // §3.3: of several `rel` the first counts.
      if (!parameters.has(key))
        parameters.set(key, quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "");
    }
    if (parameters.has("anchor")) return [];
    const rels = (parameters.get("rel") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    return [{ target: target.trim(), rels }];
  });
}
