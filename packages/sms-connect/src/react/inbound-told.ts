import { countryOf } from "../model/number.ts";
import type { SmsScope } from "../model/scope.ts";
import type { RepliedTo } from "../model/scope-of-reply.ts";
import type { Instant } from "@underclaim/runtime";
import type { SmsDraft } from "../native/types.ts";

/** What an incoming message tells a reaction (`inboundNative`). Numbers are pseudonyms. */
interface InboundTold {
  readonly account: string;
  readonly number: string;
  readonly to: RepliedTo;
  /** Who wrote what to whom: the same in a repeat under another id. */
  readonly content: string;
}

/** Null for what no `inboundNative` has made. */
export function toldBy({ data = {} }: SmsDraft): InboundTold | null {
  const { provider, number, sender, pool, opt_out_scope: told, content } = data;
  if (typeof provider !== "string" || typeof number !== "string" || typeof sender !== "string")
    return null;
  return {
    account: provider,
    number,
    to: {
      sender,
      pool: typeof pool === "string" ? pool : null,
      told: isReach(told) ? told : null,
    },
    content: typeof content === "string" ? content : "",
  };
}

const REACHES = ["global", "tenant", "sender_identity"] as const;
const isReach = (value: unknown): value is (typeof REACHES)[number] =>
  REACHES.some((reach) => reach === value);

/** What is at hand only while the event is read: personal, and kept by nothing else. */
interface InboundUnkept {
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

export function unkeptOf({ unkept = {} }: SmsDraft): InboundUnkept | null {
  const { from, to, body } = unkept;
  return typeof from === "string" && typeof to === "string" && typeof body === "string"
    ? { from, to, body }
    : null;
}

/** When it was said. A clock that runs ahead must not outdo what is said later. */
export const saidAt = ({ occurredAt }: SmsDraft, now: Instant): Instant =>
  Math.min(occurredAt ?? now, now);

export const countryIn = (unkept: InboundUnkept | null): string | null =>
  unkept === null ? null : countryOf(unkept.from);

export const scopesAsJson = (scopes: readonly SmsScope[]) =>
  scopes.map(({ kind, value }) => ({ kind, value }));
