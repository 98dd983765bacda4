// How topics, subscriptions and what is to be told to other hubs are kept.
import { createHash } from "node:crypto";
import type { Doc, Instant, Key, Target } from "@underclaim/runtime";
import { SHARED_PERSON } from "../../publication/documents.ts";
import type { SignatureMethod } from "../model/signature.ts";

/** Hubs elsewhere that are told of a feed's changes. */
export interface Topic {
  readonly hub_urls: readonly string[];
}

/** One callback that asked for one topic, and proved that it did. */
export interface Subscription {
  readonly callback: string;
  readonly secret: string | null;
  readonly method: SignatureMethod;
  readonly since: Instant;
  readonly lease_until: Instant;
  /** ETag of the edition that it has, or that stood when it subscribed. */
  readonly at: string | null;
  /** Failed deliveries in a row. */
  readonly failures: number;
  /** Not tried before. */
  readonly next_at: Instant;
  readonly last: { readonly outcome: string; readonly status: string; readonly at: Instant } | null;
}

/** What a callback has asked for and has not confirmed yet. */
export interface Intent {
  readonly mode: "subscribe" | "unsubscribe";
  readonly callback: string;
  readonly secret: string | null;
  readonly method: SignatureMethod;
  readonly lease_ms: number;
  readonly attempts: number;
  readonly next_at: Instant;
}

/** The edition that was distributed last. */
export interface Distributed {
  readonly etag: string;
  /** Which versions of items stood in it. */
  readonly versions: readonly string[];
}

/** Something that a hub elsewhere is to be told. */
export interface HubPush {
  readonly hub_url: string;
  readonly topic_url: string;
  /** What tells this push from others to the same hub: an edition's ETag or an operation. */
  readonly cause: string;
  readonly targets: readonly Target[];
  readonly attempts: number;
  readonly next_at: Instant;
}

const hashed = (value: string): string =>
  createHash("sha256").update(value).digest("base64url").slice(0, 24);

/** Names a subscriber without its callback, which may hold a capability. */
export const subscriptionId = (callback: string): string => `sub_${hashed(callback)}`;
export const hubId = (hubUrl: string): string => `hub_${hashed(hubUrl)}`;
export const versionName = ({ subject, evidenceKey }: Target): string =>
  hashed(`${subject} ${evidenceKey ?? ""}`).slice(0, 12);

export const TOPICS: Key = ["websub_topic"];
export const topicKey = (feedId: string): Key => ["websub_topic", feedId];
export const SUBSCRIPTIONS: Key = ["hub_subscription"];
export const subscriptionKey = (feedId: string, id: string): Key => [
  "hub_subscription",
  feedId,
  id,
];
export const INTENTS: Key = ["hub_intent"];
export const intentKey = (feedId: string, id: string): Key => ["hub_intent", feedId, id];
export const distributedKey = (feedId: string): Key => ["hub_distributed", feedId];
export const PUSHES: Key = ["hub_push"];
/** `by`: the operation that asked for it, or "auto". */
export const pushKey = (feedId: string, hub: string, by: string): Key => [
  "hub_push",
  feedId,
  hub,
  by,
];

/** Its targets may name participants. What an erasure takes is told anew where it made another edition. */
export const personOf = ({ targets }: Pick<HubPush, "targets">): string | null =>
  targets.some(({ correlation }) => correlation.participant_id) ? SHARED_PERSON : null;

export const hubsOf = (topic: Doc | null): readonly string[] =>
  topic === null ? [] : (JSON.parse(topic.text) as Topic).hub_urls;
