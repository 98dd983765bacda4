import { z } from "zod";
import type { Rejection } from "../../native/rejections.ts";

export interface MessageBirdRejection {
  readonly reason: Rejection;
  /** Another account may take the message: it was refused for this one's sake. */
  readonly retryable: boolean;
}

const message = (reason: Rejection): MessageBirdRejection => ({ reason, retryable: false });
const account = (reason: Rejection): MessageBirdRejection => ({ reason, retryable: true });

const MessageBirdProblem = z.looseObject({
  errors: z.array(z.looseObject({ code: z.int(), parameter: z.string().nullish() })).min(1),
});

/** Request not allowed; not enough balance. */
const BY_CODE: Readonly<Record<number, MessageBirdRejection>> = {
  2: account("quota"),
  25: account("quota"),
};

/** Of missing (9) and invalid (10) parameters, which one. */
const BY_PARAMETER: Readonly<Record<string, MessageBirdRejection>> = {
  recipients: message("invalid_number"),
  recipient: message("invalid_number"),
  originator: message("sender_not_allowed"),
  body: message("content_invalid"),
};

const BY_STATUS: Readonly<Record<number, MessageBirdRejection>> = {
  401: account("quota"),
  402: account("quota"),
};

export function messageBirdRejection(
  status: number,
  json: unknown,
): MessageBirdRejection & { readonly code: string | null } {
  const error = MessageBirdProblem.safeParse(json).data?.errors[0];
  const parameter = error?.code === 9 || error?.code === 10 ? (error.parameter ?? "") : "";
  const told =
    (error === undefined ? undefined : BY_CODE[error.code]) ??
    (Object.hasOwn(BY_PARAMETER, parameter) ? BY_PARAMETER[parameter] : undefined) ??
    BY_STATUS[status] ??
    message("rejected");
  return { ...told, code: error === undefined ? null : String(error.code) };
}
