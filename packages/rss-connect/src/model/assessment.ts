// RssAdapterSpecification §11: the channel's own assessment, apart from any coordination state.
import { ConfidenceLevel } from "@underclaim/contract";
import { z } from "zod";

/** §11.1: a feed operation completed. Not coordination success. */
export const RSS_SUCCESS_SUBCLASSES = [
  "success.item_published",
  "success.item_updated",
  "success.item_removed",
  "success.feed_valid",
  "success.hub_notified",
  "success.feed_fetched",
  "success.item_fetched",
  "success.link_clicked",
] as const;

/** §11.2: publication, validation, availability or hub notification failed. */
export const RSS_FAIL_SUBCLASSES = [
  "fail.feed_invalid",
  "fail.item_render_failed",
  "fail.publish_failed",
  "fail.update_failed",
  "fail.remove_failed",
  "fail.feed_unavailable",
  "fail.hub_notification_failed",
  "fail.hub_rejected",
  "fail.invalid_guid_or_id",
  "fail.invalid_url",
  "fail.payload_reference_invalid",
  "fail.visibility_policy_violation",
] as const;

/** §11.3: published, but consumption or awareness is uncertain; a feed's normal state. */
export const RSS_UNDEF_SUBCLASSES = [
  "undef.published_but_unfetched",
  "undef.feed_fetched_by_unknown_consumer",
  "undef.item_fetched_by_unknown_consumer",
  "undef.aggregator_fetch",
  "undef.bot_fetch",
  "undef.feed_reader_fetch",
  "undef.identity_uncertain",
  "undef.awareness_unproven",
  "undef.link_clicked_identity_uncertain",
  "undef.hub_distribution_unknown",
  "undef.cache_interference",
  "undef.conflicting_evidence",
  "undef.channel_degraded",
] as const;

const RssSuccessSubclass = z.enum(RSS_SUCCESS_SUBCLASSES);
export const RssFailSubclass = z.enum(RSS_FAIL_SUBCLASSES);
export type RssFailSubclass = z.infer<typeof RssFailSubclass>;
const RssUndefSubclass = z.enum(RSS_UNDEF_SUBCLASSES);

const about = {
  feed_item_id: z.string().min(1),
  coordination_case_id: z.string().nullish(),
  participant_id: z.string().nullish(),
};
const grounds = {
  confidence: ConfidenceLevel,
  strongest_signal: z.string().nullish(),
  evidence_summary: z.array(z.string()).default([]),
  recommended_coordination_interpretation: z.string().nullish(),
};

/** §11 RssEvidenceAssessment. The category decides which subclasses are possible. */
export const RssEvidenceAssessment = z.discriminatedUnion("category", [
  z.strictObject({
    ...about,
    category: z.literal("success"),
    subclass: RssSuccessSubclass,
    ...grounds,
  }),
  z.strictObject({ ...about, category: z.literal("fail"), subclass: RssFailSubclass, ...grounds }),
  z.strictObject({
    ...about,
    category: z.literal("undef"),
    subclass: RssUndefSubclass,
    ...grounds,
  }),
]);
export type RssEvidenceAssessment = z.infer<typeof RssEvidenceAssessment>;
