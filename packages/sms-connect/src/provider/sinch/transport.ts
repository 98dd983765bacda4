import { timestamp, type Clock, type Instant } from "@underclaim/runtime";
import { httpHealth } from "../http-health.ts";
import { submittedOver, unnamed } from "../http-submitted.ts";
import type { ProviderFeature, SmsSubmission, SmsTransport, Submitted } from "../port.ts";
import { askingSinch } from "./ask.ts";
import { Batch, batchOf, Batches, SinchError } from "./batch.ts";
import { cancelBatch } from "./cancel.ts";
import { sinchRejection } from "./rejections.ts";
import type { SinchSettings } from "./settings.ts";

export interface SinchOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Under which address Sinch reaches this service; null: the service plan's own callback address counts. */
  readonly publicUrl: string | null;
}

/** "List batch messages created in the last 14 days". */
const LISTED_MS = 14 * 86_400_000;
const FEATURES: readonly ProviderFeature[] = [
  "sending",
  "sender_pools",
  "short_codes",
  "toll_free",
  "alphanumeric_sender_id",
  "scheduled_send",
];
/** Only what is signed is taken. */
const WITH_SECRETS: readonly ProviderFeature[] = [
  "delivery_receipts",
  "inbound_sms",
  "status_callbacks",
];

/** The Sinch SMS REST API. */
export function sinchTransport(settings: SinchSettings, options: SinchOptions): SmsTransport {
  const { account, webhook_secrets } = settings;
  const { clock, fetch, publicUrl } = options;
  const health = httpHealth();
  const ask = askingSinch(settings, fetch, health);
  const callbackUrl =
    publicUrl === null || webhook_secrets.length === 0
      ? null
      : `${publicUrl.replace(/\/+$/, "")}/adapter/events/provider/sinch.delivery_report/${account}`;

  const taken = (ids: readonly string[], sendAt: Instant | null): Submitted => ({
    kind: "accepted",
    messageIds: ids,
    as: sendAt !== null && sendAt > clock.now() ? "scheduled" : "accepted",
    // A batch has no status of its own: that it exists is what was said.
    nativeStatus: "created",
  });

  async function submit(submission: SmsSubmission, signal: AbortSignal): Promise<Submitted> {
    const batch = batchOf(submission, { now: clock.now(), callbackUrl });
    const answer = await ask("POST", "/batches", signal, batch);
    return submittedOver(clock, answer, {
      accepted: ({ json }) => {
        const read = Batch.safeParse(json);
        return read.success ? taken([read.data.id], submission.sendAt) : unnamed;
      },
      refused: ({ status, json }) => {
        const code = SinchError.safeParse(json).data?.code ?? null;
        const nativeStatus = `HTTP ${status}`;
        return { kind: "rejected", ...sinchRejection(status, code), nativeStatus, code };
      },
    });
  }

  /** That Sinch lists no batch with the reference is no proof that it never will. */
  async function lookup(
    { operation, sendAt }: SmsSubmission,
    signal: AbortSignal,
  ): Promise<Submitted | null> {
    const query = new URLSearchParams({
      client_reference: operation,
      start_date: timestamp(clock.now() - LISTED_MS),
      page_size: "10",
    });
    const answer = await ask("GET", `/batches?${query.toString()}`, signal);
    if (answer.kind !== "answer" || answer.status !== 200) return null;
    const listed = Batches.safeParse(answer.json).data?.batches ?? [];
    const ours = listed.filter(({ client_reference }) => client_reference === operation);
    return ours.length === 0
      ? null
      : taken(
          ours.map(({ id }) => id),
          sendAt,
        );
  }

  return {
    account,
    kind: "sinch",
    environment: "production",
    features: webhook_secrets.length === 0 ? FEATURES : [...FEATURES, ...WITH_SECRETS],
    health: () => health.read(),
    submit,
    lookup,
    cancel: ([id = ""], signal) => cancelBatch(ask, clock, id, signal),
  };
}
