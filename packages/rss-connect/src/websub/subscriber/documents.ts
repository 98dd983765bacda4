import { createHmac } from "node:crypto";
import type { Instant, Key, Secret } from "@underclaim/runtime";

/** How far a subscription of this service's own is. */
export interface OwnSubscription {
  readonly state: "wanted" | "asked" | "active" | "denied";
  /** As configured: another topic under the same id is another subscription. */
  readonly topic: string;
  /** The topic's canonical URL, once it was discovered. */
  readonly self: string | null;
  readonly hub: string | null;
  readonly lease_until: Instant | null;
  readonly failures: number;
  /** When it is asked for (again). */
  readonly next_at: Instant;
}

export const ownSubscriptionKey = (id: string): Key => ["own_subscription", id];

/** Part of the callback's address, so that nobody who was not told it can speak to it. */
export const callbackToken = (secret: Secret, id: string): string =>
  createHmac("sha256", secret.reveal()).update(`callback ${id}`).digest("base64url").slice(0, 32);

/** What the hub signs with: another one for each subscription, and not the one that is configured. */
export const hubSecret = (secret: Secret, id: string): string =>
  createHmac("sha256", secret.reveal()).update(`hub ${id}`).digest("hex");
