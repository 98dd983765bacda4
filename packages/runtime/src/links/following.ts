// The answer to whoever follows a tracked link. Open to everybody: whoever has the link may follow it.
import type { FastifyReply } from "fastify";
import { StoreUnavailableError } from "../errors.ts";
import type { Log } from "../log/index.ts";
import type { TenantId } from "../time-and-ids.ts";
import { isLinkToken } from "./tokens.ts";

export interface FollowedLink<T> {
  /** As it stands in the path. */
  readonly token: string;
  /** Whose links stand here, asked in this order: a token names no tenant. */
  readonly tenants: readonly TenantId[];
  readonly log: Log;
  /** The link, or null where this tenant has none of that token. */
  readonly find: (tenant: TenantId, token: string) => Promise<T | null>;
  /** Notes that it was followed. Where it leads; null: it has ended. */
  readonly follow: (tenant: TenantId, link: T) => Promise<string | null>;
}

/** What `answerLink` answers, for the route's documentation. */
export const LINK_REPLIES = {
  302: { description: "There it leads." },
  404: { description: "No such link, or no longer.", contentType: "text/plain" },
  503: { description: "Links cannot be read just now.", contentType: "text/plain" },
} as const;

/** Neither caches nor search engines keep it, and the target is not told where its reader came from. */
const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
} as const;

/** 302 to the target; 404 where there is no such link, 410 where it has ended, 503 where the store cannot be read. */
export async function answerLink<T>(
  reply: FastifyReply,
  followed: FollowedLink<T>,
): Promise<FastifyReply> {
  reply.headers(HEADERS);
  const page = (status: 404 | 410 | 503, text: string): FastifyReply =>
    reply.code(status).type("text/plain; charset=utf-8").send(`${text}\n`);
  const led = await leads(followed);
  if (led === "nowhere") return page(404, "This link leads nowhere, or no longer.");
  if (led === "ended") return page(410, "This link has ended.");
  if (led === "unavailable") {
    reply.header("retry-after", "5");
    return page(503, "This does not work just now. Try again in a moment.");
  }
  return reply.code(302).header("location", led.to).send();
}

async function leads<T>({
  token,
  tenants,
  log,
  find,
  follow,
}: FollowedLink<T>): Promise<{ readonly to: string } | "nowhere" | "ended" | "unavailable"> {
  if (!isLinkToken(token)) return "nowhere";
  try {
    for (const tenant of tenants) {
      const link = await find(tenant, token);
      if (link === null) continue;
      const to = await follow(tenant, link);
      return to === null ? "ended" : { to };
    }
    return "nowhere";
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    log.error({ err: error }, "a link was not read");
    return "unavailable";
  }
}
