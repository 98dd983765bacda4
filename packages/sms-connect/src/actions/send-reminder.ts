import type { ActionDefinition } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import type { SmsNative } from "../native/types.ts";
import { send } from "./send.ts";

/** A reminder is a message like any other; `parameters.reminds` says of what. */
export const sendReminder = (kit: SmsKit): ActionDefinition<SmsNative> => {
  const sends = send(kit);
  return {
    ...sends,
    capability: {
      ...sends.capability,
      action_type: "notification.send_reminder",
      description: "Sends one SMS that reminds of an earlier notification.",
      optional_fields: [...sends.capability.optional_fields, "parameters.reminds"],
    },
  };
};
