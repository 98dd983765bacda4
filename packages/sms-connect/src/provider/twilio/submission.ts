// Between the port and `POST /2010-04-01/Accounts/{sid}/Messages.json`.
import type { Instant } from "@underclaim/runtime";
import type { MessageListInstanceCreateOptions } from "twilio/lib/rest/api/v2010/account/message.js";
import { z } from "zod";
import { retryAfterMs } from "../http.ts";
import type { Cancelled, SmsSubmission, Submitted } from "../port.ts";
import type { TwilioAnswer } from "./ask.ts";
import { twilioCode } from "./codes.ts";
import type { TwilioSettings } from "./settings.ts";

/** Twilio keeps a message in its own queue for so long at most, which is also the default. */
const LONGEST_VALIDITY_S = 36_000;
const RETRY_MS = 30_000;
const THROTTLED_MS = 5_000;

/** Where the receipts of one message are posted: the operation stands in the address, because nothing else is echoed. */
const statusCallback = (publicUrl: string, account: string, operation: string): string =>
  `${publicUrl.replace(/\/$/, "")}/adapter/events/provider/twilio.status/${account}?operation=${encodeURIComponent(operation)}`;

export function messageOf(
  { to, from, fromKind, body, operation, sendAt, validUntil }: SmsSubmission,
  { account, messaging_service_sid, status_callback }: TwilioSettings,
  { now, publicUrl }: { readonly now: Instant; readonly publicUrl: string | null },
): MessageListInstanceCreateOptions {
  const service = fromKind === "pool" ? from : messaging_service_sid;
  const leavesAt = Math.max(now, sendAt ?? now);
  const validity = validUntil === null ? null : Math.floor((validUntil - leavesAt) / 1_000);
  return {
    to,
    body,
    ...(fromKind === "pool" ? {} : { from }),
    ...(service === undefined ? {} : { messagingServiceSid: service }),
    ...(sendAt === null ? {} : { sendAt: new Date(sendAt), scheduleType: "fixed" as const }),
    ...(validity === null || validity >= LONGEST_VALIDITY_S
      ? {}
      : { validityPeriod: Math.max(1, validity) }),
    ...(status_callback && publicUrl !== null
      ? { statusCallback: statusCallback(publicUrl, account, operation) }
      : {}),
  };
}

const Problem = z.looseObject({ code: z.union([z.number(), z.string()]).nullish() });

const codeOf = (json: unknown): string | null => {
  const problem = Problem.safeParse(json);
  return problem.success && problem.data.code != null ? String(problem.data.code) : null;
};

const AS: Readonly<Record<string, "queued" | "scheduled">> = {
  queued: "queued",
  scheduled: "scheduled",
};
/** No callback is sent for the status that a message is made with: this is the only word there will be. */
const NEVER_SENT = new Set(["failed", "undelivered", "canceled"]);

export function submittedOf(answer: TwilioAnswer, now: Instant): Submitted {
  switch (answer.kind) {
    case "message": {
      const { sid, status, code } = answer;
      if (NEVER_SENT.has(status)) return rejected(status, code);
      const as = Object.hasOwn(AS, status) ? AS[status] : undefined;
      return { kind: "accepted", messageIds: [sid], as: as ?? "accepted", nativeStatus: status };
    }
    case "not_sent":
      return { kind: "not_sent", retryAt: now + RETRY_MS, reason: answer.reason };
    case "broken":
      return { kind: "unknown", reason: answer.reason };
    case "answer": {
      const code = codeOf(answer.json);
      if (isThrottled(answer.status, code)) return throttled(answer.headers, now);
      if (!isRefusal(answer.status)) return { kind: "unknown", reason: `HTTP ${answer.status}` };
      return answer.status === 401 && twilioCode(code) === null
        ? { ...rejected("401", code), reason: "quota", retryable: true }
        : rejected(String(answer.status), code);
    }
  }
}

export function cancelledOf(answer: TwilioAnswer, now: Instant): Cancelled {
  switch (answer.kind) {
    case "message":
      return answer.status === "canceled"
        ? { kind: "cancelled", nativeStatus: answer.status }
        : { kind: "refused", nativeStatus: answer.status, code: answer.code };
    case "not_sent":
      return { kind: "not_sent", retryAt: now + RETRY_MS, reason: answer.reason };
    case "broken":
      return { kind: "unknown", reason: answer.reason };
    case "answer": {
      const code = codeOf(answer.json);
      if (isThrottled(answer.status, code)) return throttled(answer.headers, now);
      return isRefusal(answer.status)
        ? { kind: "refused", nativeStatus: String(answer.status), code }
        : { kind: "unknown", reason: `HTTP ${answer.status}` };
    }
  }
}

/** "Requests that receive 429 responses aren't processed and are safe to retry" (error 20429). */
const isThrottled = (status: number, code: string | null): boolean =>
  status === 429 || (code === "20429" && isRefusal(status));

/** A request that timed out (408) may have been read, and a redirect is nobody's answer. */
const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 408;

const throttled = (headers: Headers, now: Instant) => ({
  kind: "not_sent" as const,
  retryAt: now + retryAfterMs(headers, THROTTLED_MS),
  reason: "HTTP 429",
});

function rejected(
  nativeStatus: string,
  code: string | null,
): Extract<Submitted, { kind: "rejected" }> {
  const row = twilioCode(code);
  return {
    kind: "rejected",
    reason: row?.rejection ?? "rejected",
    nativeStatus,
    code,
    retryable: row?.retryable ?? false,
  };
}
