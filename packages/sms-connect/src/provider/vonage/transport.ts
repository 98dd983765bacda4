import type { Clock, ProviderHealth } from "@underclaim/runtime";
import type { Rejection } from "../../native/rejections.ts";
import { exchange, type HttpAnswer, type HttpRequest } from "../http.ts";
import type { ProviderFeature, SmsTransport, Submitted } from "../port.ts";
import { messagesRequest, messagesSubmitted } from "./messages-api.ts";
import type { VonageSettings } from "./settings.ts";
import { LONGEST_CALLBACK, smsRequest, smsSubmitted } from "./sms-api.ts";
import { VonageKeyError } from "./token.ts";

export interface VonageOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Under which address Vonage reaches this service; null: it is not asked to call back. */
  readonly publicUrl: string | null;
}

const APIS = {
  sms: { source: "vonage.dlr", request: smsRequest, submitted: smsSubmitted },
  messages: {
    source: "vonage.messages_status",
    request: messagesRequest,
    submitted: messagesSubmitted,
  },
} as const;

/** Messages through Vonage, which can neither hold, withdraw nor look up: a lost answer is told by the receipts alone. */
export function vonageTransport(settings: VonageSettings, options: VonageOptions): SmsTransport {
  const { clock, fetch: send, publicUrl } = options;
  const { account, api } = settings;
  const callback =
    publicUrl === null || !settings.status_callback
      ? null
      : `${publicUrl.replace(/\/$/, "")}/adapter/events/provider/${APIS[api].source}/${account}`;
  const degradations =
    api === "sms" && callback !== null && callback.length > LONGEST_CALLBACK
      ? [
          `The address for receipts has more than ${LONGEST_CALLBACK} characters: they go where the dashboard says.`,
        ]
      : [];
  let health: ProviderHealth = { connectivity: "unknown", credentials: "unknown", degradations };

  return {
    account,
    kind: "vonage",
    environment: "production",
    features: FEATURES,
    namesParts: api === "sms",
    health: () => health,

    async submit(submission, signal): Promise<Submitted> {
      // Neither API has what these ask for: sent all the same, the message would be another one.
      if (submission.fromKind === "pool")
        return refused("not_offered:sender_pool", "sender_not_allowed");
      if (submission.sendAt !== null) return refused("not_offered:scheduled_send", "rejected");
      let request: HttpRequest;
      try {
        request = APIS[api].request(submission, settings, { now: clock.now(), callback });
      } catch (error) {
        if (!(error instanceof VonageKeyError)) throw error;
        health = { ...health, credentials: "insufficient" };
        return { ...refused("unsigned", "quota"), retryable: true };
      }
      const answer = await exchange(send, request, signal);
      const submitted = APIS[api].submitted(answer, clock.now());
      health = { ...health, ...healthOf(answer, submitted) };
      return submitted;
    },
  };
}

const FEATURES: readonly ProviderFeature[] = [
  "sending",
  "delivery_receipts",
  "inbound_sms",
  "opt_out_handling",
  "short_codes",
  "toll_free",
  "alphanumeric_sender_id",
  "status_callbacks",
];

/** By this service itself: nothing was sent. */
const refused = (
  nativeStatus: string,
  reason: Rejection,
): Extract<Submitted, { kind: "rejected" }> => ({
  kind: "rejected",
  reason,
  nativeStatus,
  code: null,
  retryable: false,
});

function healthOf(answer: HttpAnswer, submitted: Submitted): Partial<ProviderHealth> {
  if (answer.kind === "not_sent") return { connectivity: "unavailable" };
  if (answer.kind === "broken" || answer.status >= 500) return { connectivity: "degraded" };
  const unknownHere =
    answer.status === 401 || (submitted.kind === "rejected" && submitted.code === "4");
  return { connectivity: "healthy", credentials: unknownHere ? "expired" : "valid" };
}
