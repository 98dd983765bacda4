import type { Clock } from "@underclaim/runtime";
import { retryAfterMs, type HttpAnswer } from "./http.ts";
import type { Submitted } from "./port.ts";

type Answered = Extract<HttpAnswer, { kind: "answer" }>;

/** A provider says no more precisely when to come back. */
const RETRY_MS = 30_000;

/** What can be told of every provider's answer to a submission over HTTP; the rest is for its own tables. */
export function submittedOver(
  clock: Pick<Clock, "now">,
  answer: HttpAnswer,
  read: {
    readonly accepted: (answer: Answered) => Submitted;
    readonly refused: (answer: Answered) => Submitted;
  },
): Submitted {
  const later = (ms: number, reason: string): Submitted => ({
    kind: "not_sent",
    retryAt: clock.now() + ms,
    reason,
  });
  if (answer.kind === "not_sent") return later(RETRY_MS, answer.reason);
  if (answer.kind === "broken") return { kind: "unknown", reason: answer.reason };
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return read.accepted(answer);
  if (status === 429) return later(retryAfterMs(headers, RETRY_MS), "HTTP 429");
  // A gateway may have given up on what the provider had read: 408 and 425 speak of the connection, not of the message.
  if (status >= 400 && status < 500 && status !== 408 && status !== 425)
    return read.refused(answer);
  return { kind: "unknown", reason: `HTTP ${status}` };
}

/** The provider took something and does not say what it calls it: receipts will tell, or nothing will. */
export const unnamed: Submitted = { kind: "unknown", reason: "The answer names no message." };
