import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Plan } from "@underclaim/runtime";
import { timestamp } from "@underclaim/runtime";
import { z } from "zod";
import type { XmppKit } from "../kit.ts";
import { suppressionKey } from "../model/documents.ts";
import { readJid } from "../model/jid.ts";
import { own } from "../native/own.ts";
import type { XmppNative } from "../native/types.ts";
import { refuse, subjectOf } from "./refuse.ts";
import { SEND_CAPABILITY } from "./send.ts";

const Parameters = z.strictObject({
  reason: z.string().min(1).max(256).nullish().describe("For people; no personal data."),
});

const LIST_CAPABILITY: AdapterActionCapability = {
  ...SEND_CAPABILITY,
  mode: "sync",
  required_fields: ["target_endpoint"],
  optional_fields: ["parameters.reason"],
  preconditions: [],
  possible_later_events: [],
  known_failure_modes: [],
};

const bareOf = (kit: XmppKit, { target_endpoint }: AdapterActionRequest): string | null => {
  const read = readJid(target_endpoint?.value ?? "");
  return read.ok ? kit.jidId(read.jid.bare) : null;
};

function refuseAddress(
  operation: string,
  { target_endpoint }: AdapterActionRequest,
): Plan<XmppNative> {
  const read = readJid(target_endpoint?.value ?? "");
  return refuse(operation, {
    refusal: read.ok || read.problem === "invalid" ? "invalid_jid" : "missing_jid",
    message: read.ok ? "Give a JID." : read.message,
    field: "target_endpoint.value",
  });
}

/** Nothing more is sent to the address. Kept under its pseudonym alone, so that an erasure does not lift it. */
export const suppress = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: {
    ...LIST_CAPABILITY,
    action_type: "recipient.suppress",
    description: "Nothing more is sent to the JID.",
    postconditions: ["sending to the JID is refused"],
    unsupported_when: [],
    expected_initial_events: ["notification.channel.suppression_added"],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  plan(request, _snapshot, { operation, now }) {
    const peer = bareOf(kit, request);
    if (peer === null) return refuseAddress(operation, request);
    const { reason } = Parameters.parse(request.parameters ?? {});
    return {
      kind: "accept",
      state: "completed",
      subject: subjectOf(operation),
      natives: [own("endpoint.suppressed", operation, { data: { peer } })],
      dispatch: null,
      docs: [
        {
          put: suppressionKey(peer),
          text: JSON.stringify({ by: "operator", reason: reason ?? null, since: timestamp(now) }),
        },
      ],
    };
  },
});

export const unsuppress = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: {
    ...LIST_CAPABILITY,
    action_type: "recipient.unsuppress",
    description: "The JID may be sent to again.",
    postconditions: ["the JID is not suppressed"],
    unsupported_when: ["the JID is not suppressed"],
    expected_initial_events: ["notification.channel.suppression_removed"],
  },
  request: z.looseObject({}),
  parameters: Parameters,
  reads: (request) => {
    const peer = bareOf(kit, request);
    return peer === null ? [] : [{ doc: suppressionKey(peer) }];
  },
  plan(request, snapshot, { operation }) {
    const peer = bareOf(kit, request);
    if (peer === null) return refuseAddress(operation, request);
    const standing = snapshot.doc(suppressionKey(peer));
    if (standing === null) {
      return refuse(operation, {
        refusal: "unsupported",
        code: "not_suppressed",
        message: "The JID is not suppressed: there is nothing to lift.",
        category: "conflict",
        field: "target_endpoint",
      });
    }
    return {
      kind: "accept",
      state: "completed",
      subject: subjectOf(operation),
      natives: [own("endpoint.unsuppressed", operation, { data: { peer } })],
      dispatch: null,
      docs: [{ delete: suppressionKey(peer) }],
      guards: [{ doc: suppressionKey(peer), version: standing.version }],
    };
  },
});
