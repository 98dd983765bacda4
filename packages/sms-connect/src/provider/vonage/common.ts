import type { Instant } from "@underclaim/runtime";
import { retryAfterMs, type HttpAnswer } from "../http.ts";
import type { Submitted } from "../port.ts";

const RETRY_MS = 30_000;
export const THROTTLED_MS = 5_000;

/** Vonage writes numbers without their plus; names stay as they are. */
export const digits = (address: string): string =>
  /^\+\d+$/.test(address) ? address.slice(1) : address;

/** What is no answer of the API's own form: no connection, no answer, or one of HTTP alone. */
export function answeredBadly(answer: HttpAnswer, now: Instant): Submitted {
  switch (answer.kind) {
    case "not_sent":
      return { kind: "not_sent", retryAt: now + RETRY_MS, reason: answer.reason };
    case "broken":
      return { kind: "unknown", reason: answer.reason };
    case "answer": {
      const { status, headers } = answer;
      const reason = `HTTP ${status}`;
      if (status === 429)
        return { kind: "not_sent", retryAt: now + retryAfterMs(headers, THROTTLED_MS), reason };
      // A request that timed out (408) may have been read; a redirect is nobody's answer.
      if (status < 400 || status >= 500 || status === 408) return { kind: "unknown", reason };
      const account = status === 401 || status === 402 || status === 403;
      return {
        kind: "rejected",
        reason: account ? "quota" : "rejected",
        nativeStatus: String(status),
        code: null,
        retryable: account,
      };
    }
  }
}
