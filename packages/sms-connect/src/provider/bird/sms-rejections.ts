import { z } from "zod";
import type { Rejection } from "../../native/rejections.ts";

export interface BirdRejection {
  readonly reason: Rejection;
  /** Another account may take the message: it was refused for this one's sake. */
  readonly retryable: boolean;
}

const message = (reason: Rejection): BirdRejection => ({ reason, retryable: false });
const account = (reason: Rejection): BirdRejection => ({ reason, retryable: true });

/** Bird, Errors: one envelope for all. */
export const BirdProblem = z.looseObject({
  error: z.looseObject({
    code: z.string().nullish(),
    name: z.string().nullish(),
    details: z.array(z.looseObject({ param: z.string() })).nullish(),
  }),
});

/** Business rules, by their name. */
const BY_NAME: Readonly<Record<string, BirdRejection>> = {
  SMSInvalidRecipient: message("invalid_number"),
  SMSNoEligibleSender: account("sender_not_allowed"),
  SMSUnsupportedFeature: message("rejected"),
};

/** Of a validation error (E01001), by the first field that is wrong. */
const BY_FIELD: Readonly<Record<string, BirdRejection>> = {
  to: message("invalid_number"),
  from: message("sender_not_allowed"),
  text: message("content_invalid"),
};

const BY_STATUS: Readonly<Record<number, BirdRejection>> = {
  401: account("quota"),
  402: account("quota"),
  403: account("quota"),
  /** The workspace is in another region. */
  421: account("quota"),
};

/** The same codes are an error's in a webhook and a message's own in a look-up (`last_error`). */
const BY_ERROR_CODE: Readonly<Record<string, BirdRejection>> = {
  invalid_destination: message("invalid_number"),
  blocked_by_carrier: message("filtered"),
  blocked_by_recipient: message("blocked"),
  content_rejected: message("filtered"),
  sender_unregistered: account("sender_not_registered"),
  recipient_opted_out: message("provider_suppressed"),
  insufficient_balance: account("quota"),
};

const ofOwn = (
  table: Readonly<Record<string, BirdRejection>>,
  key: string | null | undefined,
): BirdRejection | undefined => (key != null && Object.hasOwn(table, key) ? table[key] : undefined);

export function birdRejection(status: number, json: unknown): BirdRejection {
  const error = BirdProblem.safeParse(json).data?.error;
  const field = error?.code === "E01001" ? error.details?.[0]?.param : null;
  return (
    ofOwn(BY_NAME, error?.name) ??
    ofOwn(BY_FIELD, field) ??
    BY_STATUS[status] ??
    message("rejected")
  );
}

export const birdErrorRejection = (code: string | null): BirdRejection =>
  ofOwn(BY_ERROR_CODE, code) ?? message("rejected");
