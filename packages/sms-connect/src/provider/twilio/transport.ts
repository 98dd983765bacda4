import type { Clock, ProviderHealth } from "@underclaim/runtime";
import type { Cancelled, ProviderFeature, SmsTransport, Submitted } from "../port.ts";
import { askTwilio, loadTwilio, type TwilioAnswer } from "./ask.ts";
import type { TwilioSettings } from "./settings.ts";
import { cancelledOf, messageOf, submittedOf } from "./submission.ts";

export interface TwilioOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Under which address Twilio reaches this service; null: it is not asked to call back. */
  readonly publicUrl: string | null;
}

/**
 * Messages through Twilio. There is no `lookup`: a message resource holds nothing of ours (the status callback's address is
 * not shown), so a list by recipient and day only guesses which message was which. The receipts tell, because their address
 * names the operation.
 */
export function twilioTransport(settings: TwilioSettings, options: TwilioOptions): SmsTransport {
  const { clock, fetch: send, publicUrl } = options;
  let health: ProviderHealth = {
    connectivity: "unknown",
    credentials: "unknown",
    degradations: [],
  };
  const seen = (answer: TwilioAnswer): TwilioAnswer => {
    health = { ...health, ...healthOf(answer) };
    return answer;
  };

  return {
    account: settings.account,
    kind: "twilio",
    environment: "production",
    features: featuresOf(settings, publicUrl),
    health: () => health,
    start: async () => {
      await loadTwilio();
    },

    async submit(submission, signal): Promise<Submitted> {
      const params = messageOf(submission, settings, { now: clock.now(), publicUrl });
      const answer = await askTwilio(settings, { send, signal }, (messages) =>
        messages.create(params),
      );
      return submittedOf(seen(answer), clock.now());
    },

    async cancel(messageIds, signal): Promise<Cancelled> {
      let last: Cancelled = { kind: "refused", nativeStatus: "no_message", code: null };
      for (const id of messageIds) {
        const answer = await askTwilio(settings, { send, signal }, (messages) =>
          messages(id).update({ status: "canceled" }),
        );
        last = cancelledOf(seen(answer), clock.now());
        if (last.kind !== "cancelled") return last;
      }
      return last;
    },
  };
}

function featuresOf(
  { messaging_service_sid, status_callback }: TwilioSettings,
  publicUrl: string | null,
): readonly ProviderFeature[] {
  const calledBack = status_callback && publicUrl !== null;
  return [
    "sending",
    ...(calledBack ? (["delivery_receipts"] as const) : []),
    "inbound_sms",
    "opt_out_handling",
    "sender_pools",
    "short_codes",
    "toll_free",
    "alphanumeric_sender_id",
    // Twilio holds messages of a messaging service only, from 5 minutes to 35 days ahead.
    ...(messaging_service_sid === undefined ? [] : (["scheduled_send"] as const)),
    ...(calledBack ? (["status_callbacks"] as const) : []),
  ];
}

function healthOf(answer: TwilioAnswer): Partial<ProviderHealth> {
  switch (answer.kind) {
    case "message":
      return { connectivity: "healthy", credentials: "valid" };
    case "not_sent":
      return { connectivity: "unavailable" };
    case "broken":
      return { connectivity: "degraded" };
    case "answer":
      if (answer.status === 401) return { connectivity: "healthy", credentials: "expired" };
      return answer.status >= 500
        ? { connectivity: "degraded" }
        : { connectivity: "healthy", credentials: "valid" };
  }
}
