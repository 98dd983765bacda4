// https://developer.vonage.com/en/api/messages: `POST /v1/messages`, JSON; errors after RFC 9457.
import type { Instant } from "@underclaim/runtime";
import { z } from "zod";
import type { HttpAnswer, HttpRequest } from "../http.ts";
import type { SmsSubmission, Submitted } from "../port.ts";
import { vonageCode } from "./codes.ts";
import { answeredBadly, digits } from "./common.ts";
import { applicationToken } from "./token.ts";
import type { VonageSettings } from "./settings.ts";

const HOST = "https://api.nexmo.com";

export function messagesRequest(
  submission: SmsSubmission,
  settings: VonageSettings,
  { now, callback }: { readonly now: Instant; readonly callback: string | null },
): HttpRequest {
  const { to, from, body, encoding, operation, validUntil } = submission;
  const ttl = validUntil === null ? null : Math.max(1, Math.floor((validUntil - now) / 1_000));
  return {
    method: "POST",
    url: `${(settings.base_url ?? HOST).replace(/\/$/, "")}/v1/messages`,
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      authorization: authorization(settings, operation, now),
    },
    body: JSON.stringify({
      message_type: "text",
      channel: "sms",
      to: digits(to),
      from: digits(from),
      text: body,
      client_ref: operation,
      sms: { encoding_type: encoding === "ucs2" ? "unicode" : "text" },
      ...(ttl === null ? {} : { ttl }),
      ...(callback === null ? {} : { webhook_url: callback, webhook_version: "v1" }),
    }),
  };
}

function authorization(
  { api_key, api_secret, application_id, private_key }: VonageSettings,
  operation: string,
  now: Instant,
): string {
  if (application_id !== undefined && private_key !== undefined)
    return `Bearer ${applicationToken(application_id, private_key.current(), operation, now)}`;
  const secret = api_secret?.current().reveal() ?? "";
  return `Basic ${Buffer.from(`${api_key}:${secret}`).toString("base64")}`;
}

const Taken = z.looseObject({ message_uuid: z.string().min(1).max(200) });
const Problem = z.looseObject({
  type: z.string().optional(),
  title: z.union([z.string(), z.number()]).transform(String).optional(),
});

/** Four digits: in the title, or at the end of the type's address (`…/api-errors/messages#1120`). */
export function codeOfProblem(problem: z.output<typeof Problem>): string | null {
  if (/^\d{4}$/.test(problem.title ?? "")) return problem.title ?? null;
  return /#(\d{4})$/.exec(problem.type ?? "")?.[1] ?? null;
}

export function messagesSubmitted(answer: HttpAnswer, now: Instant): Submitted {
  if (answer.kind === "answer" && answer.status >= 200 && answer.status < 300) {
    const read = Taken.safeParse(answer.json);
    return read.success
      ? {
          kind: "accepted",
          messageIds: [read.data.message_uuid],
          as: "accepted",
          nativeStatus: String(answer.status),
        }
      : { kind: "unknown", reason: "The answer names no message." };
  }
  const badly = answeredBadly(answer, now);
  if (badly.kind !== "rejected" || answer.kind !== "answer") return badly;
  const problem = Problem.safeParse(answer.json);
  const code = problem.success ? codeOfProblem(problem.data) : null;
  const row = vonageCode("messages", code);
  return {
    ...badly,
    code,
    ...(row === null ? {} : { reason: row.rejection, retryable: row.retryable }),
  };
}
