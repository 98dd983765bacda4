// Who fetched (§20), as conservatively as the facts allow.
import type { ConfidenceLevel } from "@underclaim/contract";
import type { ClassifiedConsumer, ConsumerClassification } from "./classification.ts";
import { listedClasses } from "./maintained-list.ts";
import { OWN_PRODUCTS } from "./products.ts";
import { subscriberClaim } from "./subscribers.ts";

/** What one request shows. The caller has verified clients and tokens; headers are as received. */
export interface ConsumerFacts {
  readonly userAgent?: string | null;
  readonly from?: string | null;
  readonly referer?: string | null;
  /** A client that authenticated, and what it is registered as. */
  readonly authenticatedClient?: KnownSystem | null;
  /** The registered holder of a token in the feed's URL. URLs get shared: weaker than a client. */
  readonly tokenHolder?: KnownSystem | null;
  /** The request came from a hub this feed is registered with, known by more than its headers. */
  readonly registeredHub?: boolean;
}

interface KnownSystem {
  readonly kind: "participant_system" | "internal_system";
}

/** What is behind it is not read. */
export const MAX_USER_AGENT = 512;

type Guess = Pick<ClassifiedConsumer, "classification" | "confidence" | "product"> & {
  basis: string;
};

const guess = (
  classification: ConsumerClassification,
  confidence: ConfidenceLevel,
  basis: string,
  product: string | null = null,
): Guess => ({ classification, confidence, basis, product });

const ownProduct = (lower: string): Guess | undefined => {
  for (const [classification, products] of Object.entries(OWN_PRODUCTS)) {
    const found = products.find(([marker]) => lower.includes(marker));
    if (found !== undefined)
      return guess(
        classification as ConsumerClassification,
        "medium",
        "user_agent:known_product",
        found[1],
      );
  }
  return undefined;
};

/** Weaker claims about consumption first: of several matches the weakest is taken. */
const WEAKEST_FIRST: readonly ConsumerClassification[] = [
  "search_engine",
  "crawler",
  "bot",
  "cache",
  "websub_hub",
  "aggregator",
  "feed_reader",
];

const AUTOMATED: ReadonlySet<ConsumerClassification> = new Set(["search_engine", "crawler", "bot"]);
const SAYS_ROBOT = /bot\b|crawl|spider|\bfetcher\b|scrap(?:er|y)/;
const BROWSER = /^mozilla\/5\.0 \(|^opera\//;

const byUserAgent = (userAgent: string): Guess => {
  // "like Googlebot" names somebody else.
  const own = userAgent.replaceAll(/\blike [A-Za-z][\w-]*/g, "");
  const lower = own.toLowerCase();
  const product = ownProduct(lower);
  const classes = listedClasses(own);
  const listed = WEAKEST_FIRST.find((one) => classes.has(one));
  if (product !== undefined && listed !== undefined && AUTOMATED.has(listed))
    return guess(listed, "low", "user_agent:contradictory");
  if (product !== undefined) return product;
  if (listed !== undefined) return guess(listed, "medium", "user_agent:maintained_list");
  if (classes.has("http_library")) return guess("unknown", "low", "user_agent:http_library");
  if (SAYS_ROBOT.test(lower)) return guess("bot", "low", "user_agent:says_robot");
  if (BROWSER.test(lower)) return guess("unknown", "low", "user_agent:browser");
  return guess("unknown", "low", "user_agent:unrecognised");
};

const known = (system: KnownSystem, confidence: ConfidenceLevel, basis: string): Guess =>
  guess(
    system.kind === "participant_system" ? "known_participant_system" : "known_internal_system",
    confidence,
    basis,
  );

const present = (value: string | null | undefined): value is string =>
  value != null && value.trim() !== "";

/**
 * The strongest basis decides: an authenticated client (high), a URL token (medium), a registered
 * hub (medium), then the user agent, which anyone can write (at most medium). A browser is unknown:
 * it may be a person, a prefetch or a script.
 */
export const classifyConsumer = (facts: ConsumerFacts): ClassifiedConsumer => {
  const userAgent = present(facts.userAgent)
    ? facts.userAgent.slice(0, MAX_USER_AGENT).trim()
    : undefined;
  const byAgent =
    userAgent === undefined ? guess("unknown", "low", "user_agent:none") : byUserAgent(userAgent);
  const guesses: Guess[] = [];
  if (facts.authenticatedClient != null)
    guesses.push(known(facts.authenticatedClient, "high", "authenticated_client"));
  if (facts.tokenHolder != null) guesses.push(known(facts.tokenHolder, "medium", "url_token"));
  if (facts.registeredHub === true) guesses.push(guess("websub_hub", "medium", "registered_hub"));
  guesses.push(byAgent);
  // RFC 9110 §10.1.2: robots should send From; a browser user agent with From is a robot too.
  if (present(facts.from)) {
    const unknown = guesses.every(({ classification }) => classification === "unknown");
    guesses.push(guess(unknown ? "bot" : "unknown", "low", "from_header"));
  }
  const decided = guesses.find(({ classification }) => classification !== "unknown") ?? byAgent;
  const product = guesses.find((one) => one.product !== null)?.product ?? null;
  return {
    classification: decided.classification,
    confidence: decided.confidence,
    basis: [
      decided.basis,
      ...guesses.filter((one) => one !== decided).map((one) => one.basis),
      ...(present(facts.referer) ? ["referer_header"] : []),
    ],
    product,
    claimed_subscribers: userAgent === undefined ? null : subscriberClaim(userAgent, product),
  };
};

/** The same function with a memory of the last `capacity` different clients: readers poll and repeat. */
export const consumerClassifier = (
  capacity = 1000,
): ((facts: ConsumerFacts) => ClassifiedConsumer) => {
  const known = new Map<string, ClassifiedConsumer>();
  /** Those of which the user agent says everything. */
  const byAgent = new Map<string, ClassifiedConsumer>();
  const remember = (
    where: Map<string, ClassifiedConsumer>,
    name: string,
    facts: ConsumerFacts,
  ): ClassifiedConsumer => {
    const classified = classifyConsumer(facts);
    const [oldest] = where.keys();
    if (where.size >= capacity && oldest !== undefined) where.delete(oldest);
    where.set(name, classified);
    return classified;
  };
  return (facts) => {
    const { userAgent, from, referer, authenticatedClient, tokenHolder, registeredHub } = facts;
    const nobody = authenticatedClient == null && tokenHolder == null && registeredHub !== true;
    if (nobody && userAgent != null && from == null && referer == null) {
      const agent =
        userAgent.length > MAX_USER_AGENT ? userAgent.slice(0, MAX_USER_AGENT) : userAgent;
      return byAgent.get(agent) ?? remember(byAgent, agent, facts);
    }
    const knownAs = `${authenticatedClient?.kind} ${tokenHolder?.kind} ${registeredHub === true}`;
    const said = userAgent == null ? "" : `.${userAgent.slice(0, MAX_USER_AGENT)}`;
    const name = `${present(from)} ${present(referer)} ${knownAs} ${said}`;
    return known.get(name) ?? remember(known, name, facts);
  };
};
