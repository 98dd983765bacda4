import { exchange, retryAfterMs, type HttpAnswer, type HttpRequest } from "../http.ts";
import { httpHealth } from "../http-health.ts";
import { submittedOver, unnamed } from "../http-submitted.ts";
import type { ProviderFeature, SmsSubmission, SmsTransport, Submitted } from "../port.ts";
import type { BirdSettings } from "./settings.ts";
import { BirdMessage, BirdMessages, birdMessage, tagOf } from "./sms-message.ts";
import { birdErrorRejection, BirdProblem, birdRejection } from "./sms-rejections.ts";
import type { BirdOptions } from "./options.ts";

/** Keys are kept "roughly 3 hours": what is missing to that is for the roughness. */
const DEDUPLICATED_MS = 9_000_000;
const RETRY_MS = 30_000;
/** `IdempotencyUnavailable`: "this attempt was not executed". */
const NOT_EXECUTED = "E01033";

const FEATURES: readonly ProviderFeature[] = [
  "sending",
  "opt_out_handling",
  "short_codes",
  "toll_free",
  "alphanumeric_sender_id",
];
/** Only what is signed is taken. */
const WITH_SECRETS: readonly ProviderFeature[] = [
  "delivery_receipts",
  "inbound_sms",
  "status_callbacks",
];

/**
 * Bird, `/v1/sms/messages`. Scheduling and validity are announced there and refused (422), so neither is asked for. The same
 * Idempotency-Key gives the same answer, so that an operation may be handed over again.
 */
export function birdSmsTransport(
  settings: BirdSettings,
  { clock, fetch }: Pick<BirdOptions, "clock" | "fetch">,
): SmsTransport {
  const { account, api_key, category, webhook_secrets } = settings;
  const health = httpHealth();

  async function ask(
    method: HttpRequest["method"],
    path: string,
    signal: AbortSignal,
    more: { readonly key?: string; readonly body?: object } = {},
  ): Promise<HttpAnswer> {
    const key = api_key.current().reveal();
    const base = settings.base_url ?? regionOf(settings, key);
    if (base === null) {
      health.lacks("missing");
      return { kind: "not_sent", reason: "the API key names no region" };
    }
    const answer = await exchange(
      fetch,
      {
        method,
        url: `${base.replace(/\/+$/, "")}/v1/sms/messages${path}`,
        headers: {
          authorization: `Bearer ${key}`,
          accept: "application/json",
          ...(more.key === undefined ? {} : { "idempotency-key": more.key }),
          ...(more.body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
      },
      signal,
    );
    health.saw(answer);
    return answer;
  }

  async function submit(submission: SmsSubmission, signal: AbortSignal): Promise<Submitted> {
    const answer = await ask("POST", "", signal, {
      key: `send-sms/${submission.operation}`,
      body: birdMessage(submission, category),
    });
    if (answer.kind === "answer" && answer.status === 503 && codeOf(answer) === NOT_EXECUTED) {
      const retryAt = clock.now() + retryAfterMs(answer.headers, RETRY_MS);
      return { kind: "not_sent", retryAt, reason: NOT_EXECUTED };
    }
    return submittedOver(clock, answer, {
      accepted: ({ json }) => {
        const read = BirdMessage.safeParse(json);
        return read.success ? taken([read.data]) : unnamed;
      },
      refused: (refusal) => {
        const { status, json } = refusal;
        const code = codeOf(refusal);
        // The key is known: an earlier attempt of the same operation is under way, or has ended, and not as this answer.
        if (status === 409) return { kind: "unknown", reason: code ?? "HTTP 409" };
        const nativeStatus = BirdProblem.safeParse(json).data?.error.name ?? `HTTP ${status}`;
        return { kind: "rejected", ...birdRejection(status, json), nativeStatus, code };
      },
    });
  }

  /** That Bird lists no message with the tag is no proof that it never will. */
  async function lookup(
    { operation }: SmsSubmission,
    signal: AbortSignal,
  ): Promise<Submitted | null> {
    const tag = tagOf(operation);
    if (tag === null) return null;
    const query = new URLSearchParams({ direction: "outbound", tag: `${tag.name}:${tag.value}` });
    const answer = await ask("GET", `?${query.toString()}`, signal);
    if (answer.kind !== "answer" || answer.status !== 200) return null;
    const found = BirdMessages.safeParse(answer.json).data?.data ?? [];
    const ours = found.filter(({ metadata }) => metadata?.[tag.name] === operation);
    return ours.length === 0 ? null : taken(ours);
  }

  return {
    account,
    kind: "bird",
    environment: "production",
    features: webhook_secrets.length === 0 ? FEATURES : [...FEATURES, ...WITH_SECRETS],
    deduplicates: { ttlMs: DEDUPLICATED_MS },
    health: () => health.read(),
    submit,
    lookup,
  };
}

function taken(messages: readonly BirdMessage[]): Submitted {
  const [first] = messages;
  if (first === undefined) return unnamed;
  if (messages.length === 1 && first.status === "rejected") {
    const code = first.last_error?.code ?? null;
    return { kind: "rejected", ...birdErrorRejection(code), nativeStatus: first.status, code };
  }
  return {
    kind: "accepted",
    messageIds: messages.map(({ id }) => id),
    as: first.status === "scheduled" ? "scheduled" : "accepted",
    nativeStatus: first.status,
    ...(first.segments == null ? {} : { metadata: { billed_segments: first.segments.count } }),
  };
}

const codeOf = ({ json }: { readonly json: unknown }): string | null =>
  BirdProblem.safeParse(json).data?.error.code ?? null;

/** A key is `bk_{region}_{token}`. */
function regionOf({ region }: BirdSettings, key: string): string | null {
  const named = region ?? /^bk_([a-z]{2}\d+)_./.exec(key)?.[1];
  return named === undefined ? null : `https://${named}.platform.bird.com`;
}
