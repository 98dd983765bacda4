// A request for a tracked link as a native event (SmsAdapterSpecification §11.5, §13.10, §23).
import { contentHash, timestamp, type Instant, type NativeDraft } from "@underclaim/runtime";
import type { ClassifiedAgent, LinkClickClassification } from "@underclaim/runtime/links";
import { clientRef } from "../native/references.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import type { SmsLinkClickEvent } from "../model/link-click.ts";
import { hasExpired, type LinkRecord } from "./documents.ts";
import type { ClickTiming } from "./timing.ts";

export interface LinkHit {
  readonly token: string;
  readonly record: LinkRecord;
  readonly agent: ClassifiedAgent;
  readonly timing: ClickTiming;
  readonly at: Instant;
  /** As the request came; kept only where addresses are. */
  readonly client: { readonly address: string; readonly userAgent: string | null } | null;
}

export const LINK_SOURCE = "link.request";
const HOUR_MS = 3_600_000;

const TYPES: Readonly<Record<LinkClickClassification, SmsNative>> = {
  human_like_click: "link.clicked",
  unverified_click: "link.clicked",
  unknown_click: "link.clicked",
  scanner_click: "link.scanned",
  link_preview_fetch: "link.previewed",
};

/**
 * What a classification takes from the grade of §13.10. It is decided by the classification alone, which is part of the
 * evidence key: whichever of two equal events comes first, the grade is the same.
 */
export const LOWERED: Readonly<Record<LinkClickClassification, NativeDraft["lower"]>> = {
  human_like_click: undefined,
  unverified_click: { strength: "weak", payload_certainty: "low", interaction_certainty: "low" },
  unknown_click: {
    strength: "weak",
    actor_certainty: "none",
    payload_certainty: "none",
    interaction_certainty: "low",
  },
  scanner_click: undefined,
  link_preview_fetch: undefined,
};

/** One event for each link, kind of client and hour, however often it is asked for. */
export function linkNative(hit: LinkHit): SmsDraft {
  const { record, at } = hit;
  const agent = timed(hit.agent, hit.timing);
  const { classification } = agent;
  const expired = hasExpired(record, at);
  const type =
    TYPES[classification] === "link.clicked" && expired ? "link.expired" : TYPES[classification];
  const hour = timestamp(Math.floor(at / HOUR_MS) * HOUR_MS);
  // The token itself opens the link: it is not told.
  const link = contentHash(hit.token).slice(0, 24);
  const key = [link, type, classification, agent.agent, hour].join("|");
  const told = {
    link_id: record.link_id,
    classification,
    scanner_classification: agent.scanner,
    classification_confidence: agent.confidence,
    client: agent.agent,
    timing: hit.timing,
    link_expired: expired,
  };
  const lower = LOWERED[classification];
  return {
    type,
    source: LINK_SOURCE,
    dedupeKey: key,
    evidenceKey: key,
    occurredAt: at,
    nativeType: "link_request",
    nativeStatus: classification,
    refs: [clientRef(record.operation)],
    observation: {
      source_type: "adapter",
      source_confidence: "medium",
      transport_ref: LINK_SOURCE,
      notes: [...agent.basis],
    },
    actor: {
      actor_type: TYPES[classification] === "link.clicked" ? "unknown" : "bot",
      identity_strength: "none",
      authority_strength: "none",
      authenticated: false,
    },
    data: told,
    metadata: { ...told, observed_per: "hour" },
    ...(lower === undefined ? {} : { lower }),
    raw: {
      contentType: "application/json",
      text: JSON.stringify(clickEvent(hit, agent)),
      person: record.person,
    },
  };
}

/** A browser that was faster than a person is not like one. */
const timed = (agent: ClassifiedAgent, timing: ClickTiming): ClassifiedAgent =>
  agent.classification === "human_like_click" && timing === "too_soon"
    ? {
        ...agent,
        classification: "unverified_click",
        scanner: "suspected",
        confidence: "low",
        basis: ["timing:too_soon", ...agent.basis],
      }
    : agent;

const clickEvent = (
  { record, at, client }: LinkHit,
  { scanner, confidence }: ClassifiedAgent,
): SmsLinkClickEvent => ({
  sms_message_id: record.subject,
  link_id: record.link_id,
  occurred_at: timestamp(at),
  url: record.url,
  ip_address: client?.address ?? null,
  user_agent: client?.userAgent ?? null,
  scanner_classification: scanner,
  confidence,
});
