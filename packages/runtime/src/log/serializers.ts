import { UnderclaimError } from "@underclaim/contract";

const MAX_CAUSES = 4;

interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly frames?: readonly string[];
  readonly cause?: LoggedError;
}

/**
 * An error as a log may show it. Messages of our own errors are written without values; those of others quote what
 * they choked on (`JSON.parse` quotes the body), so only their class, code and stack frames are kept.
 */
function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: error === null ? "null" : typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return {
    type: error.constructor.name,
    ...(code === undefined ? {} : { code }),
    ...(error instanceof UnderclaimError ? { message: error.message } : {}),
    frames: framesOf(error),
    ...(error.cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The stack without its message, which may hold lines that look like frames. */
function framesOf(error: Error): string[] {
  const { stack = "", message } = error;
  const at = message === "" ? -1 : stack.indexOf(message);
  const frames = at < 0 ? stack : stack.slice(at + message.length);
  return frames
    .split("\n")
    .filter((line) => /^\s+at \S/.test(line))
    .map((line) => line.trim());
}

interface RequestLike {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly routeOptions?: { readonly url?: unknown };
}

/** Method and route template only: a path, a query, a header or a body may hold a person's data or a credential. */
const describeRequest = (request: RequestLike) => ({
  id: request.id,
  method: request.method,
  route: request.routeOptions?.url ?? null,
});

const describeReply = (reply: { readonly statusCode?: unknown }) => ({ status: reply.statusCode });

export const serializers = {
  err: describeError,
  error: describeError,
  cause: describeError,
  req: describeRequest,
  request: describeRequest,
  res: describeReply,
  reply: describeReply,
};

const NEVER_LOGGED = new Set([
  "authorization",
  "body",
  "cookie",
  "headers",
  "params",
  "payload",
  "query",
  "raw",
  "url",
]);

/** The last line of defence: a log line never has a field of these names, whatever a caller passes. */
export function dropContent(fields: Record<string, unknown>): Record<string, unknown> {
  let kept = fields;
  for (const name of Object.keys(fields)) {
    if (!NEVER_LOGGED.has(name.toLowerCase())) continue;
    if (kept === fields) kept = { ...fields };
    kept[name] = "[dropped]";
  }
  return kept;
}
