// Messages as XmppAdapterSpecification §9.1, §11 and §31.2 show them: views over what is recorded, never evidence.
import { AdapterEvidenceAssessment } from "@underclaim/contract";
import {
  viewRoute,
  type AdapterRuntime,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import { z } from "zod";
import { XmppEvidenceAssessment, xmppAssessment } from "../model/assessment.ts";
import { XmppEndpointQuality, xmppEndpointQuality } from "../model/endpoint-quality.ts";
import { messageOf } from "../model/message-view.ts";
import { xmppTimeline } from "../model/timeline/project.ts";
import { XmppMessageTimeline } from "../model/timeline.ts";
import { XmppMessage } from "../model/xmpp-message.ts";
import { notFound, ResultReply } from "./replies.ts";

const MessageReply = z
  .strictObject({
    message: XmppMessage,
    result: ResultReply.nullable().describe("What its request has come to so far."),
  })
  .meta({ id: "XmppMessageReply" });

const MessageAssessmentReply = z
  .strictObject({
    channel: XmppEvidenceAssessment.describe("What the channel proves (§11)."),
    participant: AdapterEvidenceAssessment.describe("What that proves of the participant (§13.2)."),
  })
  .meta({ id: "XmppMessageAssessmentReply" });

export interface MessageRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "timeline" | "assessment" | "action" | "endpointQuality">;
}

const Id = z.strictObject({ id: z.string().min(1).max(256) });

export function messageRoutes({ route }: RouteTools, { runtime }: MessageRouteOptions): void {
  const get = (
    path: string,
    summary: string,
    schema: z.ZodType,
    read: (tenant: TenantId, id: string) => Promise<object | null>,
  ): void =>
    viewRoute(route, {
      path,
      access: "events:read",
      summary,
      params: Id,
      replies: { 200: { description: summary, schema }, 404: notFound("Nothing of this name.") },
      read: (tenant, params) => read(tenant, params.id),
    });

  /** Endpoints and what is uncorrelated have timelines, too, and are no messages. */
  const messageIn = async (tenant: TenantId, id: string) => {
    const timeline = await runtime.timeline(tenant, id);
    const view = timeline === null ? null : messageOf(timeline);
    return timeline === null || view === null ? null : { timeline, ...view };
  };

  get(
    "/xmpp/messages/:id",
    "A message, and what its request has come to.",
    MessageReply,
    async (tenant, id) => {
      const found = await messageIn(tenant, id);
      if (found === null) return null;
      const { message, operation } = found;
      return {
        message,
        result: operation === null ? null : await runtime.action(tenant, operation),
      };
    },
  );

  get(
    "/xmpp/messages/:id/timeline",
    "What became of a message.",
    XmppMessageTimeline,
    async (tenant, id) => {
      const found = await messageIn(tenant, id);
      const assessment = found === null ? null : await runtime.assessment(tenant, id);
      return found === null || assessment === null
        ? null
        : xmppTimeline(found.timeline, assessment.channel);
    },
  );

  get(
    "/xmpp/messages/:id/assessment",
    "What the channel proves of a message, and of its participant.",
    MessageAssessmentReply,
    async (tenant, id) => {
      const found = await messageIn(tenant, id);
      const assessment = found === null ? null : await runtime.assessment(tenant, id);
      return assessment === null
        ? null
        : { channel: xmppAssessment(assessment.channel), participant: assessment.participant };
    },
  );

  get(
    "/xmpp/endpoints/:id/quality",
    "What is known of a JID as an endpoint (§25); never evidence.",
    XmppEndpointQuality,
    async (tenant, id) => {
      const quality = await runtime.endpointQuality(tenant, id);
      return quality === null ? null : xmppEndpointQuality(quality);
    },
  );
}
