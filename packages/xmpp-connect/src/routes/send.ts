// POST /xmpp/send (XmppAdapterSpecification §31.2): thin over the same intake as every action.
import { ActionLink } from "@underclaim/contract";
import {
  answerAction,
  Duration,
  principalOf,
  stableId,
  timestamp,
  type AdapterRuntime,
  type Clock,
  type Ids,
  type RouteTools,
  type TenantId,
} from "@underclaim/runtime";
import { z } from "zod";
import { ScheduleParameters } from "../actions/parameters.ts";
import { ResultReply } from "./replies.ts";

/** Checked here and read by the action, which takes the text. */
const DurationText = z
  .string()
  .max(64)
  .refine((text) => Duration.safeParse(text).success, "a duration is written like PT30S or PT6H");

const idempotency_key = z
  .string()
  .min(1)
  .max(256)
  .describe("The same key with the same content is one message; shared with /adapter/actions.");

/** Of a message, whomever it is for. */
export const messageFields = {
  idempotency_key,
  body: z.string().min(1).nullish().describe("The text; or else template_ref."),
  template_ref: z.string().min(1).max(256).nullish(),
  variables: z.record(z.string(), z.unknown()).nullish().describe("Values for the template."),
  action_links: z.array(ActionLink).default([]),
  participant_id: z.string().min(1).max(256).nullish(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  ...ScheduleParameters.shape,
  send_at: ScheduleParameters.shape.send_at.nullish(),
  receipt_within: DurationText.nullish(),
};

export const bodyOrTemplate = ({
  body,
  template_ref,
}: {
  readonly body?: string | null | undefined;
  readonly template_ref?: string | null | undefined;
}): boolean => Boolean(body) !== Boolean(template_ref);
export const BODY_OR_TEMPLATE = {
  message: "Give body or template_ref, and not both.",
  path: ["body"],
};

const XmppSend = z
  .strictObject({
    to: z.string().min(1).max(3_071).describe("The JID, bare or full."),
    subject: z.string().min(1).max(1_000).nullish(),
    ...messageFields,
  })
  .refine(bodyOrTemplate, BODY_OR_TEMPLATE)
  .meta({ id: "XmppSend", description: "One message to one JID, in no coordination case." });
type Message = Omit<z.output<typeof XmppSend>, "to" | "subject"> & {
  readonly subject?: string | null | undefined;
};

/** What every request to send is answered with. */
export const SEND_REPLIES = {
  200: {
    description: "The same request again: the result as first answered.",
    schema: ResultReply,
  },
  202: { description: "Taken on; no proof that it arrives.", schema: ResultReply },
  409: { description: "The same key with another request.", schema: ResultReply },
  422: { description: "Understood and refused.", schema: ResultReply },
};

export interface SendRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "submit">;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

export function sendRoutes({ route }: RouteTools, { runtime, clock, ids }: SendRouteOptions): void {
  route({
    method: "POST",
    path: "/xmpp/send",
    access: "actions:write",
    summary: "Send one message, now or at send_at.",
    body: XmppSend,
    replies: SEND_REPLIES,
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { to, ...message } = request.body;
      const asked = actionOf(message, {
        tenant,
        request: ids.next("req"),
        at: timestamp(clock.now()),
        channel: "xmpp",
        target: { endpoint_type: "xmpp_jid", value: to },
      });
      return answerAction(reply, await runtime.submit(tenant, asked, { local: true }));
    },
  });
}

export interface Addressed {
  readonly tenant: TenantId;
  readonly request: string;
  readonly at: string;
  readonly channel: string;
  readonly target: { readonly endpoint_type: string; readonly value: string };
}

/** The request as an action in a case of its own, which its key alone names: a repeat names the same. */
export function actionOf(message: Message, addressed: Addressed): object {
  const { tenant, request, at, channel, target } = addressed;
  const {
    idempotency_key,
    subject,
    body,
    template_ref,
    variables,
    action_links,
    participant_id,
    expires_at,
    send_at,
    ...parameters
  } = message;
  const own = `local:${stableId("send", tenant, idempotency_key)}`;
  const content = { ...(body ? { body_text: body } : {}), ...(subject ? { subject } : {}) };
  return {
    request_id: request,
    action_type: send_at ? "notification.schedule" : "notification.send",
    coordination_case_id: own,
    participant_id: participant_id ?? null,
    channel,
    target_endpoint: target,
    content: { ...content, action_links },
    template_ref: template_ref ?? null,
    variables: variables ?? null,
    parameters: { ...parameters, ...(send_at ? { send_at } : {}) },
    tracking_context: {
      correlation_id: own,
      coordination_case_id: own,
      participant_id: participant_id ?? null,
    },
    idempotency_key,
    requested_at: at,
    expires_at: expires_at ?? null,
  };
}
