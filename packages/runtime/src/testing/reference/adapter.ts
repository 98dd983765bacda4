import type { ActionDefinition } from "../../definition/action.ts";
import { defineAdapter } from "../../definition/define-adapter.ts";
import { cancel } from "./actions/cancel.ts";
import { schedule } from "./actions/schedule.ts";
import { send } from "./actions/send.ts";
import { suppress, unsuppress } from "./actions/suppress.ts";
import { track } from "./actions/track.ts";
import { byConversation } from "./correlate.ts";
import { describe } from "./descriptor.ts";
import { assess } from "./evidence/assess.ts";
import { assessEndpoint } from "./evidence/endpoint.ts";
import { mapping } from "./evidence/mapping.ts";
import { inbound } from "./native/inbound.ts";
import { log } from "./native/log.ts";
import { status } from "./native/status.ts";
import { clientRef, type ReferenceNative } from "./native/types.ts";
import { answerHelp, endDeadline, receiptOverdue, suppressAddress } from "./react.ts";

const actions: Readonly<Record<string, ActionDefinition<ReferenceNative>>> = {
  "notification.send": send,
  "notification.schedule": schedule,
  "notification.cancel": cancel,
  "notification.register_tracking_context": track,
  "recipient.suppress": suppress,
  "recipient.unsuppress": unsuppress,
};

export const referenceConnect = defineAdapter<ReferenceNative>({
  descriptor: describe(actions),
  actions,
  sources: { "reference.status": status, "reference.inbound": inbound, "reference.log": log },
  mapping,
  moments: {
    unknown: "reference.dispatch.unknown",
    expired: "reference.dispatch.expired",
    cancelled: "reference.dispatch.cancelled",
    delayed: "reference.dispatch.delayed",
    resolvedAccepted: "reference.operator.resolved_accepted",
    resolvedRejected: "reference.operator.resolved_rejected",
  },
  correlators: [byConversation],
  resolves: {
    "reference.receipt.delivered": "accepted",
    "reference.receipt.failed": "accepted",
    "reference.receipt.read": "accepted",
  },
  react: {
    "reference.inbound.stop": suppressAddress,
    "reference.inbound.help": answerHelp,
    "reference.receipt.delivered": endDeadline,
    "reference.receipt.failed": endDeadline,
    "reference.receipt.read": endDeadline,
    "reference.dispatch.rejected": endDeadline,
    "reference.dispatch.expired": endDeadline,
  },
  ownRef: clientRef,
  overdue: receiptOverdue,
  assess,
  assessEndpoint,
  subjects: { path: "messages", prefix: "msg_" },
  operationPrefix: "op",
  parkMs: 600_000,
});
