import { trackingContextOf, type SubjectTimeline } from "@underclaim/runtime";
import type { XmppMessage } from "./xmpp-message.ts";

export interface MessageView {
  readonly message: XmppMessage;
  /** The operation that made it. */
  readonly operation: string | null;
}

/**
 * The message of §9.1, from what is recorded of it. Null: the subject is no message (an endpoint, something uncorrelated).
 * The first event of a message is the adapter's own: taken on, refused, or registered as sent elsewhere.
 */
export function messageOf({ subject_ref, events }: SubjectTimeline): MessageView | null {
  const first = events.find(({ adapter_event_type: type }) => /^(message|tracking)\./.test(type));
  if (first === undefined || !subject_ref.startsWith("xmpp_")) return null;
  const { correlation, metadata, received_at } = first;
  const told = (name: string): string | null => {
    const value = metadata?.[name];
    return typeof value === "string" ? value : null;
  };
  return {
    operation: correlation.adapter_operation_id ?? null,
    message: {
      xmpp_message_id: subject_ref,
      coordination_case_id: correlation.coordination_case_id,
      participant_id: correlation.participant_id ?? null,
      purpose: told("stream"),
      message_body_ref: null,
      template_ref: told("template_ref"),
      tracking_context: trackingContextOf(correlation),
      created_at: received_at,
    },
  };
}
