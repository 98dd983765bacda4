import type { Clock, Log } from "@underclaim/runtime";
import type { Rejection } from "../../native/rejections.ts";
import type { Cancelled, ProviderFeature, SmsTransport, Submitted } from "../port.ts";
import { cancelledOf, cancelOf } from "./cancel.ts";
import { connectToSmsc, type Connect } from "./connect.ts";
import { healthOf } from "./health.ts";
import { canonicalId } from "./message-ids.ts";
import { receiver } from "./receiver.ts";
import { Repeats } from "./repeats.ts";
import { sendParts } from "./send-parts.ts";
import { SentMessages } from "./sent-messages.ts";
import { Session } from "./session.ts";
import type { SmppSettings } from "./settings.ts";
import { planSubmit } from "./submit.ts";
import { submittedOf } from "./submitted.ts";

const FEATURES: readonly ProviderFeature[] = [
  "sending",
  "delivery_receipts",
  "inbound_sms",
  "short_codes",
  "toll_free",
  "alphanumeric_sender_id",
];

export interface SmppTransportOptions {
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Default: TCP or TLS, as the settings say. */
  readonly connect?: Connect;
  readonly log?: Pick<Log, "info" | "warn">;
}

/**
 * One bind at an SMSC (SMPP 3.4). There is no look-up of a submission whose answer was lost: query_sm asks by the message id
 * that was in that answer.
 */
export function smppTransport(settings: SmppSettings, options: SmppTransportOptions): SmsTransport {
  const { clock, random, connect = connectToSmsc, log } = options;
  const repeats = new Repeats();
  const session = new Session({
    settings,
    clock,
    random,
    connect,
    onEnded: () => repeats.connectionEnded(clock.now()),
    ...(log === undefined ? {} : { log }),
  });
  const sent = new SentMessages(settings);
  let reference = Math.floor(random() * 0x1_0000);

  return {
    account: settings.account,
    kind: "smpp",
    environment: "production",
    features: settings.scheduled_send ? [...FEATURES, "scheduled_send"] : FEATURES,
    namesParts: settings.long_messages !== "message_payload",

    async submit(submission, signal) {
      reference = (reference + 1) & 0xffff;
      const plan = planSubmit(settings, submission, { now: clock.now(), reference });
      if (!plan.ok) return notEncodable(plan.reason);
      const { source, destination, encoding, parts } = plan;
      const result = await sendParts(
        parts,
        (part) => session.request({ command: "submit_sm", ...part }, signal),
        { clock, signal },
      );
      const messageIds: string[] = [];
      for (const { body } of result.accepted) {
        const id = canonicalId(body.message_id, settings.submit_id);
        if (id === "") continue;
        messageIds.push(id);
        sent.remember(id, { written: body.message_id, source, destination });
      }
      const scheduled = submission.sendAt !== null;
      return submittedOf(result, { messageIds, parts: parts.length, encoding, scheduled });
    },

    async cancel(messageIds, signal) {
      let last: Cancelled = { kind: "refused", nativeStatus: "no_message_id", code: null };
      for (const id of messageIds) {
        const body = cancelOf(settings, sent.of(id));
        last = cancelledOf(await session.request({ command: "cancel_sm", body }, signal));
        if (last.kind !== "cancelled") return last;
      }
      return last;
    },

    start: async (sink) => session.start(receiver(settings, { clock, sink, repeats })),
    stop: () => session.stop(),
    health: () => healthOf(session),
  };
}

/** The provider was not asked: no PDU can say it. */
const notEncodable = (reason: Rejection): Submitted => ({
  kind: "rejected",
  reason,
  nativeStatus: "not_encodable",
  code: null,
  retryable: false,
});
