// Messages as SmsAdapterSpecification §8.1, §8.2, §10 and §14 show them (§31.2): views over what is recorded, never evidence.
import { AdapterEvidenceAssessment } from "@underclaim/contract";
import {
  viewRoute,
  type AdapterRuntime,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import { z } from "zod";
import { smsAttempts } from "../evidence/attempt-view.ts";
import type { SmsKit } from "../kit.ts";
import { SmsEvidenceAssessment, smsAssessment } from "../model/assessment.ts";
import { messageOf } from "../model/message-view.ts";
import { SmsAttempt } from "../model/sms-attempt.ts";
import { SmsMessage } from "../model/sms-message.ts";
import { smsTimeline } from "../model/timeline/project.ts";
import { SmsMessageTimeline } from "../model/timeline.ts";
import { notFound, ResultReply } from "./replies.ts";

const MessageReply = z
  .strictObject({
    message: SmsMessage,
    attempts: z.array(SmsAttempt).describe("How it was sent, and how far each way has come (§9)."),
    result: ResultReply.nullable().describe("What its request has come to so far."),
  })
  .meta({ id: "SmsMessageReply" });

const MessageAssessmentReply = z
  .strictObject({
    channel: SmsEvidenceAssessment.describe("What the channel proves (§10)."),
    participant: AdapterEvidenceAssessment.describe("What that proves of the participant (§12.2)."),
  })
  .meta({ id: "SmsMessageAssessmentReply" });

export interface MessageRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "timeline" | "assessment" | "action">;
  readonly kit: Pick<SmsKit, "settings">;
}

export function messageRoutes({ route }: RouteTools, { runtime, kit }: MessageRouteOptions): void {
  const get = (
    under: "" | "/timeline" | "/assessment",
    summary: string,
    schema: z.ZodType,
    read: (tenant: TenantId, id: string) => Promise<object | null>,
  ): void =>
    viewRoute(route, {
      path: `/sms/messages/:id${under}`,
      access: "events:read",
      summary,
      params: z.strictObject({ id: z.string().min(1).max(256) }),
      replies: { 200: { description: summary, schema }, 404: notFound("No such message.") },
      read: (tenant, params) => read(tenant, params.id),
    });

  /** Endpoints and what is uncorrelated have timelines, too, and are no messages. */
  const messageIn = async (tenant: TenantId, id: string) => {
    const timeline = await runtime.timeline(tenant, id);
    const view = timeline === null ? null : messageOf(timeline);
    return timeline === null || view === null ? null : { timeline, ...view };
  };

  get("", "A message, and what its request has come to.", MessageReply, async (tenant, id) => {
    const found = await messageIn(tenant, id);
    if (found === null) return null;
    const { message, operation, timeline } = found;
    return {
      message,
      attempts: smsAttempts(timeline, kit.settings.senders),
      result: operation === null ? null : await runtime.action(tenant, operation),
    };
  });

  get("/timeline", "What became of a message.", SmsMessageTimeline, async (tenant, id) => {
    const found = await messageIn(tenant, id);
    const assessment = found === null ? null : await runtime.assessment(tenant, id);
    return found === null || assessment === null
      ? null
      : smsTimeline(found.timeline, assessment.channel);
  });

  get(
    "/assessment",
    "What the channel proves of a message, and of its participant.",
    MessageAssessmentReply,
    async (tenant, id) => {
      const found = await messageIn(tenant, id);
      const assessment = found === null ? null : await runtime.assessment(tenant, id);
      return assessment === null
        ? null
        : { channel: smsAssessment(assessment.channel), participant: assessment.participant };
    },
  );
}
