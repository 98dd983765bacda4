import type { Rejection } from "../../native/rejections.ts";

interface SinchRejection {
  readonly reason: Rejection;
  /** Another account may take the message: it was refused for this one's sake. */
  readonly retryable: boolean;
}

const message = (reason: Rejection): SinchRejection => ({ reason, retryable: false });
const account = (reason: Rejection): SinchRejection => ({ reason, retryable: true });

/**
 * Sinch SMS REST API, Errors: `code` of a 400 or 403. The syntax codes do not say which field they mean but in their text,
 * which is for people.
 */
const BY_CODE: Readonly<Record<string, SinchRejection>> = {
  syntax_invalid_json: message("rejected"),
  syntax_invalid_parameter_format: message("rejected"),
  syntax_constraint_violation: message("rejected"),
  unknown_group: message("rejected"),
  unknown_campaign: account("sender_not_registered"),
  missing_callback_url: account("rejected"),
};

const BY_STATUS: Readonly<Record<number, SinchRejection>> = {
  401: account("quota"),
  402: account("quota"),
  /** The path holds the service plan, and nothing else that could be unknown. */
  404: account("quota"),
};

export const sinchRejection = (status: number, code: string | null): SinchRejection =>
  (code !== null && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ??
  BY_STATUS[status] ??
  message("rejected");
