import { z } from "zod";
import type { ActionDefinition } from "../../../definition/action.ts";
import type { DocWrite } from "../../../store/port.ts";
import { addressId, addressOf, suppressionKey } from "../model/address.ts";
import { own, type ReferenceNative } from "../native/types.ts";
import { send } from "./send.ts";

/** Puts an endpoint on the list to which nothing is sent, or takes it off. The effect is the commit itself. */
const change = (
  action: string,
  description: string,
  native: ReferenceNative,
  event: string,
  write: (key: ReturnType<typeof suppressionKey>) => DocWrite,
): ActionDefinition<ReferenceNative> => ({
  capability: {
    ...send.capability,
    action_type: action,
    description,
    mode: "sync",
    required_fields: ["target_endpoint"],
    preconditions: [],
    postconditions: ["the list is changed"],
    unsupported_when: [],
    expected_initial_events: [event],
    possible_later_events: [],
    known_failure_modes: [],
  },
  request: z.looseObject({ target_endpoint: z.looseObject({}) }),
  plan: (request, _snapshot, { operation }) => {
    const address = request.target_endpoint ? addressOf(request.target_endpoint) : "";
    return {
      kind: "accept",
      state: "completed",
      subject: `msg_${operation}`,
      natives: [own(native, operation)],
      dispatch: null,
      docs: [write(suppressionKey(addressId(address)))],
    };
  },
});

export const suppress = change(
  "recipient.suppress",
  "Nothing more is sent to the endpoint.",
  "reference.endpoint.suppressed",
  "notification.channel.suppression_added",
  (key) => ({ put: key, text: JSON.stringify({ by: "request" }) }),
);

export const unsuppress = change(
  "recipient.unsuppress",
  "The endpoint may be sent to again.",
  "reference.endpoint.unsuppressed",
  "notification.channel.suppression_removed",
  (key) => ({ delete: key }),
);
