import { defineAdapter, type ActionDefinition, type AdapterDefinition } from "@underclaim/runtime";
import { cancel } from "./actions/cancel.ts";
import { publishItem, removeItem } from "./actions/publish-item.ts";
import { recheckXmpp } from "./actions/recheck.ts";
import { registerTrackingContext } from "./actions/register-tracking-context.ts";
import { schedule } from "./actions/schedule.ts";
import { sendCommandPrompt } from "./actions/send-command-prompt.ts";
import { requestAcknowledgement, sendReminder } from "./actions/send-reminder.ts";
import { send } from "./actions/send.ts";
import { suppress, unsuppress } from "./actions/suppress.ts";
import { xmppDescriptor } from "./descriptor.ts";
import { assessXmpp } from "./evidence/assess.ts";
import { assessJid } from "./evidence/endpoint-quality.ts";
import { xmppMapping } from "./evidence/mapping.ts";
import type { XmppKit } from "./kit.ts";
import { erasableXmpp } from "./native/erasable.ts";
import { xmppCorrelators } from "./native/correlate.ts";
import { pubsubSource } from "./native/pubsub.ts";
import { clientRef } from "./native/references.ts";
import { refineXmpp, strayXmpp } from "./native/refine.ts";
import { resolving } from "./native/resolving.ts";
import { roomSource, roomStateSource } from "./native/rooms.ts";
import { commandSource } from "./native/command.ts";
import { sessionSource } from "./native/session.ts";
import { stanzaSource } from "./native/stanza.ts";
import type { XmppNative } from "./native/types.ts";
import { PUBSUB_SOURCE } from "./pubsub/port.ts";
import { COMMAND_SOURCE, SESSION_SOURCE, STANZA_SOURCE } from "./provider/port.ts";
import { capabilityReactions } from "./react/capabilities.ts";
import { receiptOverdue, receiptReactions, receiptTimers } from "./react/receipts.ts";
import { roomReactions, roomTimers } from "./react/rooms.ts";
import { EXPIRING, standingReactions, standingTimers } from "./react/standing.ts";
import { ROOM_SOURCE, ROOM_STATE_SOURCE } from "./rooms/port.ts";

/** The XMPP adapter over whatever accounts are configured. */
export function xmppConnect(
  kit: XmppKit,
  options: { readonly idempotencyRetention: string },
): AdapterDefinition {
  const actions: Readonly<Record<string, ActionDefinition<XmppNative>>> = {
    "notification.send": send(kit),
    "notification.send_reminder": sendReminder(kit),
    "notification.schedule": schedule(kit),
    "notification.cancel": cancel,
    "interaction.request_acknowledgement": requestAcknowledgement(kit),
    "interaction.send_command_prompt": sendCommandPrompt(kit),
    "notification.register_tracking_context": registerTrackingContext(kit),
    "feed.publish_item": publishItem(kit),
    "feed.remove_item": removeItem(kit),
    "recipient.suppress": suppress(kit),
    "recipient.unsuppress": unsuppress(kit),
  };
  return defineAdapter<XmppNative>({
    descriptor: xmppDescriptor({
      actions: Object.values(actions).map(({ capability }) => capability),
      idempotencyRetention: options.idempotencyRetention,
    }),
    actions,
    sources: {
      [STANZA_SOURCE]: stanzaSource(kit),
      [SESSION_SOURCE]: sessionSource,
      [ROOM_SOURCE]: roomSource(kit),
      [ROOM_STATE_SOURCE]: roomStateSource,
      [PUBSUB_SOURCE]: pubsubSource(kit),
      [COMMAND_SOURCE]: commandSource(kit),
    },
    mapping: xmppMapping,
    moments: {
      unknown: "message.unknown",
      expired: "message.expired",
      cancelled: "message.cancelled",
      delayed: "message.delayed",
      resolvedAccepted: "operator.resolved_accepted",
      resolvedRejected: "operator.resolved_rejected",
    },
    correlators: xmppCorrelators,
    refine: refineXmpp,
    stray: strayXmpp,
    resolves: resolving,
    react: {
      ...receiptReactions,
      ...roomReactions,
      ...standingReactions(kit),
      ...capabilityReactions(kit),
    },
    recheck: recheckXmpp(kit),
    ownRef: clientRef,
    overdue: receiptOverdue,
    timers: { ...receiptTimers, ...roomTimers, ...standingTimers },
    expiring: EXPIRING,
    assess: assessXmpp,
    assessEndpoint: assessJid,
    erasable: erasableXmpp(kit),
    subjects: { path: "messages", prefix: "xmpp_" },
    operationPrefix: "xmppop",
    parkMs: 600_000,
  });
}
