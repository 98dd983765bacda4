import { exchange, retryAfterMs, type HttpAnswer, type HttpRequest } from "../http.ts";
import { httpHealth } from "../http-health.ts";
import { submittedOver, unnamed } from "../http-submitted.ts";
import type {
  Cancelled,
  ProviderFeature,
  SmsSubmission,
  SmsTransport,
  Submitted,
} from "../port.ts";
import { foundIn, messageBirdQuery } from "./messagebird-look-up.ts";
import { MessageBirdMessage, messageBirdMessage, takenAs } from "./messagebird-message.ts";
import { messageBirdRejection } from "./messagebird-rejections.ts";
import type { BirdSettings } from "./settings.ts";
import type { BirdOptions } from "./options.ts";

const RETRY_MS = 30_000;
const FEATURES: readonly ProviderFeature[] = [
  "sending",
  "short_codes",
  "toll_free",
  "alphanumeric_sender_id",
  "scheduled_send",
];

/** The MessageBird SMS API. */
export function messageBirdTransport(
  settings: BirdSettings,
  { clock, fetch }: Pick<BirdOptions, "clock" | "fetch">,
): SmsTransport {
  const { account, api_key, webhook_secrets, report_url } = settings;
  const base = (settings.base_url ?? "https://rest.messagebird.com").replace(/\/+$/, "");
  const health = httpHealth();

  async function ask(
    method: HttpRequest["method"],
    path: string,
    signal: AbortSignal,
    body?: object,
  ): Promise<HttpAnswer> {
    const answer = await exchange(
      fetch,
      {
        method,
        url: `${base}${path}`,
        headers: {
          authorization: `AccessKey ${api_key.current().reveal()}`,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      signal,
    );
    health.saw(answer);
    return answer;
  }

  async function submit(submission: SmsSubmission, signal: AbortSignal): Promise<Submitted> {
    const reportUrl = webhook_secrets.length === 0 ? null : (report_url ?? null);
    const message = messageBirdMessage(submission, { now: clock.now(), reportUrl });
    const answer = await ask("POST", "/messages", signal, message);
    return submittedOver(clock, answer, { accepted: taken, refused });
  }

  async function lookup(submission: SmsSubmission, signal: AbortSignal): Promise<Submitted | null> {
    const query = messageBirdQuery(submission, clock.now());
    const answer = await ask("GET", `/messages?${query}`, signal);
    if (answer.kind !== "answer" || answer.status !== 200) return null;
    return foundIn(answer.json, submission);
  }

  async function cancel([id = ""]: readonly string[], signal: AbortSignal): Promise<Cancelled> {
    const answer = await ask("DELETE", `/messages/${encodeURIComponent(id)}`, signal);
    if (answer.kind === "not_sent")
      return { kind: "not_sent", retryAt: clock.now() + RETRY_MS, reason: answer.reason };
    if (answer.kind === "broken") return { kind: "unknown", reason: answer.reason };
    const { status, headers, json } = answer;
    if (status === 429) {
      const retryAt = clock.now() + retryAfterMs(headers, RETRY_MS);
      return { kind: "not_sent", retryAt, reason: "HTTP 429" };
    }
    // Only what is still scheduled can be deleted.
    if (status === 200 || status === 204) return { kind: "cancelled", nativeStatus: "deleted" };
    if (status < 400 || status >= 500) return { kind: "unknown", reason: `HTTP ${status}` };
    const { code } = messageBirdRejection(status, json);
    return { kind: "refused", nativeStatus: `HTTP ${status}`, code };
  }

  return {
    account,
    kind: "bird",
    environment: "production",
    features: [
      ...FEATURES,
      ...(webhook_secrets.length === 0 ? [] : (["inbound_sms"] as const)),
      ...(webhook_secrets.length === 0 || report_url === undefined
        ? []
        : (["delivery_receipts", "status_callbacks"] as const)),
    ],
    health: () => health.read(),
    submit,
    cancel,
    lookup,
  };
}

function taken({ json }: { readonly json: unknown }): Submitted {
  const read = MessageBirdMessage.safeParse(json);
  return read.success ? takenAs([read.data]) : unnamed;
}

function refused({ status, json }: { readonly status: number; readonly json: unknown }): Submitted {
  return {
    kind: "rejected",
    ...messageBirdRejection(status, json),
    nativeStatus: `HTTP ${status}`,
  };
}
