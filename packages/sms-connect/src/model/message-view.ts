import { trackingContextOf, type SubjectTimeline } from "@underclaim/runtime";
import type { SmsMessage } from "./sms-message.ts";

export interface MessageView {
  readonly message: SmsMessage;
  /** The operation that made it. */
  readonly operation: string | null;
}

/**
 * The message of §8.1, from what is recorded of it. Null: the subject is no message (an endpoint, something uncorrelated).
 * The first event of a message is the adapter's own: taken on, or refused.
 */
export function messageOf({ subject_ref, events }: SubjectTimeline): MessageView | null {
  const first = events.find(({ adapter_event_type }) => adapter_event_type.startsWith("message."));
  if (first === undefined || !subject_ref.startsWith("sms_")) return null;
  const { correlation, metadata, received_at } = first;
  const told = (name: string): string | null => {
    const value = metadata?.[name];
    return typeof value === "string" ? value : null;
  };
  return {
    operation: correlation.adapter_operation_id ?? null,
    message: {
      sms_message_id: subject_ref,
      coordination_case_id: correlation.coordination_case_id,
      participant_id: correlation.participant_id ?? null,
      purpose: told("purpose"),
      message_body_ref: null,
      template_ref: told("template_ref"),
      tracking_context: trackingContextOf(correlation),
      created_at: received_at,
    },
  };
}
