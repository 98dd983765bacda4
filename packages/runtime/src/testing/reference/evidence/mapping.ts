import {
  defineMapping,
  vocabulary,
  type KnownEventType,
  type MappingRow,
} from "@underclaim/contract";
import type { ReferenceNative } from "../native/types.ts";
import { grade } from "./grade.ts";

type Told = Pick<MappingRow, "grade" | "confidence" | "scope"> &
  Partial<Omit<MappingRow, "event" | "clause">>;

/** A row that means what the vocabulary says its event means, unless the row says less. */
const row = (event: KnownEventType, told: Told): MappingRow => ({
  event,
  meaning: vocabulary(event).meaning,
  doesNotMean: vocabulary(event).doesNotMean,
  terminal: false,
  clause: "AdapterInterfaceSpecification §11",
  ...told,
});

const ours = { confidence: "high", scope: "system" } as const;
const acted = grade("strong", { timing_certainty: "high", channel_certainty: "low" });
const refused = grade("negative", { timing_certainty: "high" });
const taken = grade("medium", { payload_certainty: "medium", channel_certainty: "medium" });
const human = { interaction_certainty: "medium", channel_certainty: "medium" } as const;

const endpoint = (finality: "intermediate" | "final" | "unknown", ...does_not_mean: string[]) => ({
  acceptance_level: "endpoint" as const,
  finality,
  does_not_mean,
});
const nobodyKnows = endpoint("unknown", "it was delivered", "it was not delivered");

/** The whole of what this channel can be evidence of. */
export const mapping = defineMapping<ReferenceNative>({
  "reference.request.accepted": [
    row("notification.attempt.accepted_by_adapter", { ...ours, grade: acted }),
  ],
  "reference.request.scheduled": [row("notification.attempt.scheduled", { ...ours, grade: acted })],
  "reference.request.refused": [
    row("notification.attempt.rejected_by_adapter", { ...ours, grade: refused, terminal: true }),
  ],
  "reference.request.suppressed": [
    row("notification.attempt.rejected_by_adapter", { ...ours, grade: refused, terminal: true }),
    row("notification.channel.suppression_added", { ...ours, grade: acted }),
  ],
  "reference.tracking.registered": [
    row("notification.attempt.created", { ...ours, grade: grade("weak") }),
  ],
  "reference.endpoint.suppressed": [
    row("notification.channel.suppression_added", { ...ours, grade: acted }),
  ],
  "reference.endpoint.unsuppressed": [
    row("notification.channel.suppression_removed", { ...ours, grade: acted }),
  ],
  "reference.dispatch.accepted": [
    row("notification.attempt.accepted_by_provider", {
      grade: taken,
      confidence: "high",
      scope: "provider",
    }),
  ],
  "reference.dispatch.rejected": [
    row("notification.attempt.rejected_by_provider", {
      grade: grade("negative", { channel_certainty: "high" }),
      confidence: "high",
      scope: "provider",
      terminal: true,
    }),
  ],
  "reference.dispatch.delayed": [
    row("notification.attempt.delayed", { ...ours, grade: grade("weak") }),
  ],
  "reference.dispatch.unknown": [
    row("notification.endpoint.unknown", {
      grade: grade("ambiguous"),
      confidence: "low",
      scope: "provider",
      ambiguous: true,
      acceptance: { ...nobodyKnows, acceptance_level: "unknown" },
      warning: "It is never sent again by itself: it may have been sent.",
    }),
  ],
  "reference.dispatch.expired": [
    row("notification.attempt.rejected_by_adapter", { ...ours, grade: refused, terminal: true }),
  ],
  "reference.dispatch.cancelled": [
    row("notification.attempt.cancelled", { ...ours, grade: acted, terminal: true }),
  ],
  "reference.operator.resolved_accepted": [
    row("notification.attempt.accepted_by_provider", {
      grade: grade("weak"),
      confidence: "low",
      scope: "provider",
      warning: "An operator's word, not the provider's.",
    }),
  ],
  "reference.operator.resolved_rejected": [
    row("notification.attempt.rejected_by_provider", {
      grade: grade("negative"),
      confidence: "low",
      scope: "provider",
      terminal: true,
      warning: "An operator's word, not the provider's.",
    }),
  ],
  "reference.receipt.delivered": [
    row("notification.endpoint.accepted", {
      grade: grade("strong", {
        payload_certainty: "medium",
        timing_certainty: "medium",
        channel_certainty: "high",
      }),
      confidence: "high",
      scope: "endpoint",
      acceptance: endpoint("final", "a person saw the message"),
    }),
  ],
  "reference.receipt.failed": [
    row("notification.endpoint.rejected_temporary", {
      grade: grade("negative", { timing_certainty: "medium", channel_certainty: "medium" }),
      confidence: "medium",
      scope: "endpoint",
      acceptance: endpoint("final", "the endpoint is invalid"),
      warning: "The status does not say whether the failure lasts: the milder reading is safe.",
    }),
  ],
  "reference.receipt.read": [
    row("interaction.notification.opened", {
      grade: grade("medium", { ...human, timing_certainty: "medium" }),
      confidence: "medium",
      scope: "interaction",
    }),
  ],
  "reference.receipt.unknown": [
    row("notification.endpoint.unknown", {
      grade: grade("ambiguous"),
      confidence: "low",
      scope: "unknown",
      ambiguous: true,
      acceptance: nobodyKnows,
    }),
  ],
  "reference.receipt.overdue": [
    row("notification.endpoint.unknown", {
      grade: grade("none", { notes: ["No receipt came in time."] }),
      confidence: "medium",
      scope: "system",
      acceptance: nobodyKnows,
      warning: "Silence is neither delivery nor failure; a later receipt still counts.",
    }),
  ],
  "reference.inbound.reply": [
    row("interaction.reply_received", {
      grade: grade("strong", { ...human, actor_certainty: "low" }),
      confidence: "high",
      scope: "interaction",
    }),
  ],
  "reference.inbound.stop": [
    row("notification.channel.unsubscribe_received", {
      grade: grade("strong", { ...human, actor_certainty: "low" }),
      confidence: "high",
      scope: "interaction",
    }),
    row("notification.channel.suppression_added", { ...ours, grade: acted }),
  ],
  "reference.inbound.help": [
    row("interaction.reply_received", {
      grade: grade("weak", human),
      confidence: "medium",
      scope: "interaction",
    }),
  ],
  "reference.log.line": [],
});
