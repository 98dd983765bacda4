import { EvidenceGrade } from "@underclaim/contract";
import { z } from "zod";
import { XmppEvidenceAssessment } from "./assessment.ts";
import { XmppAttemptState } from "./xmpp-attempt.ts";

/** XmppAdapterSpecification names a message timeline (§4.1, §31) without its shape: one event for each piece of evidence. */
export const XmppTimelineEvent = z
  .strictObject({
    event_id: z.string().min(1),
    event_type: z.string().min(1).describe("The fine native type (docs/EventMapping.md)."),
    occurred_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe("Null where no trusted clock tells it: it is never invented."),
    source: z.enum(["adapter", "server", "client", "inbound", "presence", "operator"]),
    native_event_type: z.string().nullish().describe("As the source names it."),
    normalized_event_type: z.string().nullish().describe("Null: kept, and evidence of nothing."),
    summary: z.string().min(1),
    evidence_grade: EvidenceGrade,
    resource: z
      .string()
      .nullish()
      .describe("A pseudonym of the client's full JID, where one client told it."),
    raw_event_ref: z.string().nullish(),
  })
  .meta({
    id: "XmppTimelineEvent",
    description: "One event of a message's timeline.",
  });
export type XmppTimelineEvent = z.infer<typeof XmppTimelineEvent>;

/** In the order of arrival. */
export const XmppMessageTimeline = z
  .strictObject({
    xmpp_message_id: z.string().min(1),
    xmpp_attempts: z.array(
      z.strictObject({
        xmpp_attempt_id: z.string().min(1),
        xmpp_account_ref: z.string().min(1),
        stanza_id: z.string().nullish(),
        state: XmppAttemptState,
        events: z.array(XmppTimelineEvent),
      }),
    ),
    current_assessment: XmppEvidenceAssessment,
  })
  .meta({
    id: "XmppMessageTimeline",
    description: "What became of a message (XmppAdapterSpecification §31).",
  });
export type XmppMessageTimeline = z.infer<typeof XmppMessageTimeline>;
