// POST /sms/send (SmsAdapterSpecification §31.2): thin over the same intake as every action.
import { ActionLink, PolicyContext } from "@underclaim/contract";
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
import { ScheduleParameters } from "../actions/send-parameters.ts";
import { ResultReply } from "./replies.ts";

/** Checked here and read by the action, which takes the text. */
const DurationText = z
  .string()
  .max(64)
  .refine((text) => Duration.safeParse(text).success, "a duration is written like PT30S or PT6H");

export const SmsSend = z
  .strictObject({
    idempotency_key: z
      .string()
      .min(1)
      .max(256)
      .describe("The same key with the same content is one message; shared with /adapter/actions."),
    to: z.string().min(1).max(64).describe("The number, in E.164."),
    body: z.string().nullish().describe("The text; or else template_ref."),
    template_ref: z.string().min(1).max(256).nullish(),
    variables: z.record(z.string(), z.unknown()).nullish().describe("Values for the template."),
    action_links: z.array(ActionLink).default([]),
    participant_id: z.string().min(1).max(256).nullish(),
    policy_context: PolicyContext.nullish(),
    expires_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe("After this the message must not be handed to a provider."),
    ...ScheduleParameters.shape,
    send_at: ScheduleParameters.shape.send_at.nullish(),
    held_by: z.enum(["adapter", "provider"]).nullish(),
    valid_for: DurationText.nullish(),
    receipt_within: DurationText.nullish(),
  })
  .refine(({ body, template_ref }) => Boolean(body ?? null) !== Boolean(template_ref), {
    message: "Give body or template_ref, and not both.",
    path: ["body"],
  })
  .refine(({ held_by, send_at }) => !held_by || Boolean(send_at), {
    message: "Only a message with send_at waits.",
    path: ["held_by"],
  })
  .meta({ id: "SmsSend", description: "One SMS to one number, in no coordination case." });
export type SmsSend = z.output<typeof SmsSend>;

export interface SendRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "submit">;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

export function sendRoutes({ route }: RouteTools, options: SendRouteOptions): void {
  const { runtime, clock, ids } = options;
  route({
    method: "POST",
    path: "/sms/send",
    access: "actions:write",
    summary: "Send one SMS, now or at send_at. A path or a query never carries a number or a text.",
    body: SmsSend,
    replies: {
      200: {
        description: "The same request again: the result as first answered.",
        schema: ResultReply,
      },
      202: { description: "Taken on; no proof that it arrives.", schema: ResultReply },
      409: { description: "The same key with another request.", schema: ResultReply },
      422: { description: "Understood and refused.", schema: ResultReply },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const asked = actionOf(request.body, {
        tenant,
        request: ids.next("req"),
        at: timestamp(clock.now()),
      });
      return answerAction(reply, await runtime.submit(tenant, asked, { local: true }));
    },
  });
}

interface Asked {
  readonly tenant: TenantId;
  readonly request: string;
  readonly at: string;
}

/** The request as an action in a case of its own, which its key alone names: a repeat names the same. */
export function actionOf(send: SmsSend, { tenant, request, at }: Asked): object {
  const {
    idempotency_key,
    to,
    body,
    template_ref,
    variables,
    action_links,
    participant_id,
    policy_context,
    expires_at,
    send_at,
    held_by,
    ...parameters
  } = send;
  const own = `local:${stableId("send", tenant, idempotency_key)}`;
  return {
    request_id: request,
    action_type: send_at ? "notification.schedule" : "notification.send",
    coordination_case_id: own,
    participant_id: participant_id ?? null,
    channel: "sms",
    target_endpoint: { endpoint_type: "phone_number", value: to },
    ...(template_ref && action_links.length === 0
      ? {}
      : { content: { ...(body ? { body_text: body } : {}), action_links } }),
    template_ref: template_ref ?? null,
    variables: variables ?? null,
    parameters: {
      ...parameters,
      ...(send_at ? { send_at } : {}),
      ...(held_by ? { held_by } : {}),
    },
    tracking_context: {
      correlation_id: own,
      coordination_case_id: own,
      participant_id: participant_id ?? null,
    },
    policy_context: policy_context ?? null,
    idempotency_key,
    requested_at: at,
    expires_at: expires_at ?? null,
  };
}
