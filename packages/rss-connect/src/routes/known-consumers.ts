// Systems that authenticate when they fetch (RssAdapterSpecification §20 "API key or bearer token where used", §22).
import { timingSafeEqual } from "node:crypto";
import { sha256, type Secret } from "@underclaim/runtime";
import type { FeedAccess } from "../publication/feed-access.ts";

export interface KnownConsumer {
  readonly id: string;
  readonly kind: "participant_system" | "internal_system";
  readonly participant_id: string | null;
}

/** A consumer of the configuration. */
export interface ConfiguredConsumer extends KnownConsumer {
  readonly tenant: string;
  /** Null: of every feed of its tenant. */
  readonly feeds: ReadonlySet<string> | null;
  /** Every token that is valid now. */
  readonly tokens: () => readonly Secret[];
}

export interface KnownConsumers {
  /** The consumer that the header authenticates for this feed, or null. */
  authenticate(
    tenant: string,
    feedId: string,
    authorization: string | undefined,
  ): Promise<KnownConsumer | null>;
}

const LONGEST_TOKEN = 512;

/** The token of RFC 6750's Bearer, or the password of RFC 7617's Basic: whatever name goes with it is not looked at. */
function tokenOf(authorization: string | undefined): string | null {
  const [, scheme = "", value = ""] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (value === "" || value.length > 2 * LONGEST_TOKEN) return null;
  const basic = scheme.toLowerCase() === "basic";
  const text = basic ? Buffer.from(value, "base64").toString("utf8") : value;
  const token = basic ? text.slice(text.indexOf(":") + 1) : text;
  return token === "" || token.length > LONGEST_TOKEN ? null : token;
}

export function knownConsumers(
  configured: readonly ConfiguredConsumer[],
  access: FeedAccess,
): KnownConsumers {
  return {
    async authenticate(tenant, feedId, authorization) {
      const token = tokenOf(authorization);
      if (token === null) return null;
      const digest = Buffer.from(sha256(token));
      const known = configured.find(
        (consumer) =>
          consumer.tenant === tenant &&
          (consumer.feeds === null || consumer.feeds.has(feedId)) &&
          consumer
            .tokens()
            .some((each) => timingSafeEqual(Buffer.from(sha256(each.reveal())), digest)),
      );
      return known ?? (await access.holderOf(tenant, feedId, token));
    },
  };
}
