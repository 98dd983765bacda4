// Who asked for a tracked link, as conservatively as the request allows. Anyone can write any
// user agent: one that says it is a program is believed, one that says it is a browser is at most like a person's.
import type { ConfidenceLevel } from "@underclaim/contract";
import { isbot } from "isbot";
import type { LinkClickClassification, ScannerClassification } from "./classification.ts";
import { agentFamily, APP_CLIENTS, PREVIEW_AGENTS, SECURITY_SCANNERS } from "./products.ts";

export interface LinkRequest {
  readonly method: string;
  /** Lower-case names; only what a client says of itself is read. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface ClassifiedAgent {
  readonly classification: LinkClickClassification;
  readonly scanner: ScannerClassification;
  /** How sure the classification is; nothing of any person. */
  readonly confidence: ConfidenceLevel;
  /** A product or family from a closed list: it names nobody, and a flood has no more than these. */
  readonly agent: string;
  /** What it rests on, strongest first; holds no header value. */
  readonly basis: readonly string[];
}

const LONGEST_AGENT = 512;
/** Clients that fetch before, or without, anybody having asked to go there (W3C Resource Hints; HTML, prefetching). */
const AHEAD_OF_TIME = ["sec-purpose", "purpose", "x-purpose", "x-moz"] as const;
const BROWSER = /^mozilla\/5\.0 \(.*(?:chrome|crios|firefox|fxios|safari|edg)/;

type Verdict = Pick<ClassifiedAgent, "classification" | "scanner" | "confidence"> & {
  readonly basis: string;
  readonly agent?: string;
};

const verdict = (
  classification: LinkClickClassification,
  scanner: ScannerClassification,
  confidence: ConfidenceLevel,
  basis: string,
  agent?: string,
): Verdict => ({
  classification,
  scanner,
  confidence,
  basis,
  ...(agent === undefined ? {} : { agent }),
});

/** The first that applies decides; what says that a program asked comes before what says that a person may have. */
export function classifyLinkRequest({ method, headers }: LinkRequest): ClassifiedAgent {
  const text = (name: string): string => {
    const value = headers[name];
    return (typeof value === "string" ? value : (value?.join(", ") ?? "")).trim().toLowerCase();
  };
  const userAgent = text("user-agent").slice(0, LONGEST_AGENT);
  const found =
    byProduct(userAgent) ??
    aheadOfTime(text) ??
    (method === "HEAD" ? verdict("scanner_click", "likely", "medium", "method:head") : null) ??
    byAgent(userAgent, text);
  return {
    classification: found.classification,
    scanner: found.scanner,
    confidence: found.confidence,
    agent: found.agent ?? agentFamily(userAgent),
    basis: [found.basis],
  };
}

/** Products that say themselves what they are. */
function byProduct(userAgent: string): Verdict | null {
  const named = (products: readonly (readonly [marker: string, name: string])[]) =>
    products.find(([marker]) => userAgent.includes(marker))?.[1];
  const scanner = named(SECURITY_SCANNERS);
  if (scanner !== undefined)
    return verdict("scanner_click", "confirmed", "medium", "user_agent:security_scanner", scanner);
  const preview = named(PREVIEW_AGENTS);
  if (preview !== undefined)
    return verdict("link_preview_fetch", "confirmed", "medium", "user_agent:preview", preview);
  return null;
}

function aheadOfTime(text: (name: string) => string): Verdict | null {
  const header = AHEAD_OF_TIME.find((name) => /prefetch|prerender|preview/.test(text(name)));
  return header === undefined
    ? null
    : verdict("link_preview_fetch", "confirmed", "high", `header:${header}`);
}

function byAgent(userAgent: string, text: (name: string) => string): Verdict {
  if (userAgent === "") return verdict("unknown_click", "suspected", "low", "user_agent:none");
  const app = APP_CLIENTS.find(([marker]) => userAgent.includes(marker))?.[1];
  // A tap opens a browser; an app that asks by itself shows a preview.
  if (app !== undefined)
    return verdict("link_preview_fetch", "likely", "low", "user_agent:app_client", app);
  if (isbot(userAgent))
    return verdict("scanner_click", "likely", "medium", "user_agent:maintained_list");
  // RFC 9110 §10.1.2: robots should send From; no browser does.
  if (text("from") !== "") return verdict("scanner_click", "likely", "low", "header:from");
  if (!BROWSER.test(userAgent))
    return verdict("unknown_click", "unknown", "low", "user_agent:unrecognised");
  return likeABrowser(text);
}

/** Fetch Metadata: what a browser says of a request, where it says anything, must be that it goes to a page. */
function likeABrowser(text: (name: string) => string): Verdict {
  const mode = text("sec-fetch-mode");
  const destination = text("sec-fetch-dest");
  const navigates =
    (mode === "" || mode === "navigate") && (destination === "" || destination === "document");
  if (!navigates) return verdict("unverified_click", "suspected", "low", "header:no_navigation");
  const accept = text("accept");
  if (accept !== "" && !/text\/html|\*\/\*/.test(accept))
    return verdict("unverified_click", "suspected", "low", "header:no_page_wanted");
  return text("sec-fetch-user") === "?1"
    ? verdict("human_like_click", "none", "medium", "header:user_activated")
    : verdict("human_like_click", "none", "low", "user_agent:browser");
}
