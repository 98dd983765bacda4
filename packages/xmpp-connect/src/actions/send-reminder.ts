import type { ActionDefinition } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import type { XmppNative } from "../native/types.ts";
import { send } from "./send.ts";

/** A reminder is a message like any other; `parameters.reminds` says of what. */
export const sendReminder = (kit: XmppKit): ActionDefinition<XmppNative> => {
  const sends = send(kit);
  return {
    ...sends,
    capability: {
      ...sends.capability,
      action_type: "notification.send_reminder",
      description: "Sends one message that reminds of an earlier notification.",
    },
  };
};

/** A message that asks for an answer: a reply that acknowledges or declines is found by its thread (§12.6). */
export const requestAcknowledgement = (kit: XmppKit): ActionDefinition<XmppNative> => {
  const sends = send(kit);
  return {
    ...sends,
    capability: {
      ...sends.capability,
      action_type: "interaction.request_acknowledgement",
      description: "Asks one JID to acknowledge; the text says how (for example: reply ACK).",
      possible_later_events: [
        ...sends.capability.possible_later_events,
        "interaction.decline_recorded",
      ],
    },
  };
};
