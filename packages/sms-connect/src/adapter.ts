import { defineAdapter, type ActionDefinition, type AdapterDefinition } from "@underclaim/runtime";
import { cancel } from "./actions/cancel.ts";
import { optInRecord } from "./actions/opt-in-record.ts";
import { optOutRecord } from "./actions/opt-out-record.ts";
import { registerTrackingContext } from "./actions/register-tracking-context.ts";
import { schedule } from "./actions/schedule.ts";
import { send } from "./actions/send.ts";
import { sendReminder } from "./actions/send-reminder.ts";
import { recheckSms } from "./actions/recheck.ts";
import { suppress } from "./actions/suppress.ts";
import { unsuppress } from "./actions/unsuppress.ts";
import { smsDescriptor } from "./descriptor.ts";
import { assessSms } from "./evidence/assess.ts";
import { assessPhone } from "./evidence/endpoint-quality.ts";
import { smsMapping } from "./evidence/mapping.ts";
import type { SmsKit } from "./kit.ts";
import { erasableSms } from "./native/erasable.ts";
import { smsCorrelators } from "./native/correlate.ts";
import { clientRef } from "./native/references.ts";
import { refineSms } from "./native/refine.ts";
import { smsSources } from "./native/sources.ts";
import type { SmsNative } from "./native/types.ts";
import { INBOUND_EXPIRING } from "./react/inbound-reactions.ts";
import { smsReactions, smsTimers } from "./react/reactions.ts";
import { receiptOverdue } from "./react/receipt-timers.ts";
import { resolving } from "./native/resolving.ts";

/** The SMS adapter over whatever accounts are configured. */
export function smsConnect(
  kit: SmsKit,
  options: { readonly idempotencyRetention: string },
): AdapterDefinition {
  const actions: Readonly<Record<string, ActionDefinition<SmsNative>>> = {
    "notification.send": send(kit),
    "notification.send_reminder": sendReminder(kit),
    "notification.schedule": schedule(kit),
    "notification.cancel": cancel(kit),
    "notification.register_tracking_context": registerTrackingContext(kit),
    "recipient.suppress": suppress(kit),
    "recipient.unsuppress": unsuppress(kit),
    "recipient.opt_in_record": optInRecord(kit),
    "recipient.opt_out_record": optOutRecord(kit),
  };
  return defineAdapter<SmsNative>({
    descriptor: smsDescriptor({
      actions: Object.values(actions).map(({ capability }) => capability),
      idempotencyRetention: options.idempotencyRetention,
    }),
    actions,
    sources: smsSources(kit),
    mapping: smsMapping,
    moments: {
      unknown: "message.unknown",
      expired: "message.expired",
      cancelled: "message.cancelled",
      delayed: "message.delayed",
      resolvedAccepted: "operator.resolved_accepted",
      resolvedRejected: "operator.resolved_rejected",
    },
    correlators: smsCorrelators(kit),
    refine: refineSms(kit),
    resolves: resolving,
    react: smsReactions(kit),
    recheck: recheckSms(kit),
    timers: smsTimers(kit),
    ownRef: clientRef,
    overdue: receiptOverdue,
    expiring: [...INBOUND_EXPIRING, "link"],
    assess: assessSms,
    assessEndpoint: assessPhone,
    erasable: erasableSms(kit),
    subjects: { path: "messages", prefix: "sms_" },
    operationPrefix: "smsop",
    parkMs: 600_000,
  });
}
