// One HTTP client for every provider that is spoken to over HTTP: Node's fetch (undici), injected.

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string | URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type HttpAnswer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
      /** The body read as JSON, or undefined where it is none. */
      readonly json: unknown;
    }
  /** No connection came about: not one byte was written. */
  | { readonly kind: "not_sent"; readonly reason: string }
  /** The request may have been read. */
  | { readonly kind: "broken"; readonly reason: string };

/** With these nothing has been written. */
const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);
/** A provider's answer is a few hundred bytes. */
const MOST_CHARACTERS = 1_048_576;

/** One request; never rejects. Redirects are not followed: a POST that is sent on may take effect twice. */
export async function exchange(
  send: typeof globalThis.fetch,
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  let response: Response;
  try {
    response = await send(url, {
      method,
      headers,
      redirect: "manual",
      signal,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const code = codeOf(error);
    return { kind: NOT_CONNECTED.has(code) ? "not_sent" : "broken", reason: code };
  }
  try {
    const text = await response.text();
    if (text.length > MOST_CHARACTERS) return { kind: "broken", reason: "the answer is too long" };
    return {
      kind: "answer",
      status: response.status,
      headers: response.headers,
      text,
      json: jsonOf(text),
    };
  } catch (error) {
    return { kind: "broken", reason: codeOf(error) };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON is not an error here: who reads the answer decides with its schema.
    return undefined;
  }
}

/** fetch hides what the socket said in the cause; a name tells nothing of what was sent. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string")
    return cause.code;
  return cause instanceof Error ? cause.name : "unknown";
}

/** No provider means it when it asks to wait for longer. */
const LONGEST_WAIT_MS = 86_400_000;

/** When a throttled request may be tried again: Retry-After in seconds (RFC 9110 §10.2.3), at most a day, else `otherwise`. */
export function retryAfterMs(headers: Headers, otherwise: number): number {
  const seconds = Number(headers.get("retry-after"));
  return seconds > 0 ? Math.min(Math.ceil(seconds * 1_000), LONGEST_WAIT_MS) : otherwise;
}
