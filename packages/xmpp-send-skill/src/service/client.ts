// The xmpp-connect service over HTTP. What a failure proves is kept apart: whether the request can have been taken on.
import type { SecretSource } from "@underclaim/runtime";

export type ServiceAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: unknown }
  /** The service was not reached at all. */
  | { readonly kind: "unreached" }
  /** It may have been, and what it did is not known. */
  | { readonly kind: "lost" };

export interface ServiceClient {
  get(path: string): Promise<ServiceAnswer>;
  post(path: string, body: object): Promise<ServiceAnswer>;
}

export interface ServiceClientOptions {
  readonly url: string;
  readonly apiKey: SecretSource | null;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

const LARGEST_ANSWER = 8 * 1_048_576;
/** The connection was never made, so nothing was written. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

export function serviceClient(options: ServiceClientOptions): ServiceClient {
  const base = options.url.replace(/\/+$/, "");
  const ask = async (path: string, init: RequestInit): Promise<ServiceAnswer> => {
    try {
      const response = await options.fetch(`${base}${path}`, {
        ...init,
        // A key and a text go to the configured service and to nobody it points at.
        redirect: "error",
        signal: AbortSignal.timeout(options.timeoutMs),
        headers: {
          ...(options.apiKey === null
            ? {}
            : { authorization: `Bearer ${options.apiKey.current().reveal()}` }),
          ...(init.body === undefined ? {} : { "content-type": "application/json" }),
        },
      });
      const text = await response.text();
      if (text.length > LARGEST_ANSWER) return { kind: "lost" };
      return { kind: "answer", status: response.status, body: jsonOf(text) };
    } catch (error) {
      return { kind: NEVER_CONNECTED.has(causeOf(error)) ? "unreached" : "lost" };
    }
  };
  return {
    get: (path) => ask(path, { method: "GET" }),
    post: (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : "";
}
