import type { ErrorDescriptor } from "@underclaim/contract";

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly category: ErrorDescriptor["category"];
  readonly retryable: boolean;
  /** Seconds, for Retry-After. */
  readonly retryAfter?: number;
}

const kind = (
  status: number,
  title: string,
  category: ErrorDescriptor["category"],
  retry: { readonly retryable?: boolean; readonly retryAfter?: number } = {},
): ProblemKind => ({ status, title, category, retryable: false, ...retry });

/** Every problem this interface answers with; its type is `urn:underclaim:problem:<code>` (RFC 9457). */
export const PROBLEMS = {
  malformed_json: kind(400, "The body is not JSON", "validation"),
  malformed_request: kind(400, "The request was not understood", "validation"),
  malformed_cursor: kind(400, "The cursor is not one of this interface", "validation"),
  malformed_url: kind(400, "The address cannot be decoded", "validation"),
  unauthenticated: kind(401, "A valid API key is needed", "authentication"),
  unverified: kind(401, "The signature was not verified", "authentication"),
  missing_scope: kind(403, "The API key may not do this", "authorization"),
  foreign_origin: kind(403, "Only this machine may ask", "authorization"),
  not_found: kind(404, "Not found", "validation"),
  method_not_allowed: kind(405, "The method is not allowed here", "validation"),
  request_timeout: kind(408, "The request did not arrive in time", "timeout", { retryable: true }),
  conflict: kind(409, "It conflicts with what stands", "conflict"),
  operation_not_unknown: kind(409, "The outcome of the operation is known", "conflict"),
  cursor_expired: kind(410, "The cursor is of no use any more", "validation"),
  body_too_large: kind(413, "The body is too large", "validation"),
  unsupported_media_type: kind(415, "The media type is not supported", "validation"),
  too_many_requests: kind(429, "Too many requests", "rate_limit", { retryable: true }),
  too_many_streams: kind(429, "Too many open streams", "rate_limit", {
    retryable: true,
    retryAfter: 5,
  }),
  headers_too_large: kind(431, "The header fields are too large", "validation"),
  internal_error: kind(500, "Something unexpected happened", "unknown", { retryable: true }),
  store_unavailable: kind(503, "The store is unavailable", "unknown", {
    retryable: true,
    retryAfter: 5,
  }),
  outcome_unknown: kind(503, "Whether it was written is not known", "unknown", {
    retryable: true,
    retryAfter: 5,
  }),
  adapter_disabled: kind(503, "The adapter takes no actions now", "configuration", {
    retryable: true,
    retryAfter: 60,
  }),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
