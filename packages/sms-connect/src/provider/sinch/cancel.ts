import type { Clock } from "@underclaim/runtime";
import { instantOf } from "../../native/instant.ts";
import { retryAfterMs, type HttpAnswer } from "../http.ts";
import type { Cancelled } from "../port.ts";
import { Batch, BatchState, SinchError } from "./batch.ts";
import type { AskSinch } from "./ask.ts";

const RETRY_MS = 30_000;

/**
 * Sinch cancels "at any point", and answers the same when the message has long been delivered. Cancelled it is where its time
 * had not come, or where its report says so.
 */
export async function cancelBatch(
  ask: AskSinch,
  clock: Pick<Clock, "now">,
  id: string,
  signal: AbortSignal,
): Promise<Cancelled> {
  const path = `/batches/${encodeURIComponent(id)}`;
  const answer = await ask("DELETE", path, signal);
  if (answer.kind !== "answer" || answer.status !== 200) return notDone(clock, answer);
  const { data: batch } = Batch.safeParse(answer.json);
  if (batch === undefined) return { kind: "unknown", reason: "The answer is no batch." };
  const sendAt = instantOf(batch.send_at);
  const cancelledAt = instantOf(batch.modified_at) ?? clock.now();
  if (sendAt !== null && sendAt > cancelledAt)
    return { kind: "cancelled", nativeStatus: "canceled" };

  const report = await ask("GET", `${path}/delivery_report?type=summary`, signal);
  const state =
    report.kind === "answer" && report.status === 200
      ? BatchState.safeParse(report.json).data
      : undefined;
  const statuses = state?.statuses.map(({ status }) => status) ?? [];
  if (statuses.length === 0)
    return { kind: "unknown", reason: "Cancelled, and no report tells whether it had left." };
  return statuses.every((status) => status === "Cancelled")
    ? { kind: "cancelled", nativeStatus: "Cancelled" }
    : { kind: "refused", nativeStatus: statuses.join(", "), code: null };
}

function notDone(clock: Pick<Clock, "now">, answer: HttpAnswer): Cancelled {
  if (answer.kind === "not_sent")
    return { kind: "not_sent", retryAt: clock.now() + RETRY_MS, reason: answer.reason };
  if (answer.kind === "broken") return { kind: "unknown", reason: answer.reason };
  const { status, headers, json } = answer;
  if (status === 429)
    return {
      kind: "not_sent",
      retryAt: clock.now() + retryAfterMs(headers, RETRY_MS),
      reason: "HTTP 429",
    };
  if (status < 400 || status >= 500) return { kind: "unknown", reason: `HTTP ${status}` };
  const code = SinchError.safeParse(json).data?.code ?? null;
  return { kind: "refused", nativeStatus: `HTTP ${status}`, code };
}
