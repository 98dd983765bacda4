import { z } from "zod";
import type { Command, Outcome, Provider, ProviderHealth } from "../../../definition/provider.ts";
import type { Secret } from "../../../log/secret.ts";
import type { Clock } from "../../../time-and-ids.ts";
import { messageRef, own, type ReferenceNative } from "../native/types.ts";

export interface ReferenceProviderOptions {
  readonly baseUrl: string;
  readonly token: Secret;
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch;
  readonly environment?: Provider["environment"];
}

type Result = Outcome<ReferenceNative>;

const RETRY_MS = 30_000;
/** With these nothing has been written: no connection came about. */
const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const Message = z.looseObject({ id: z.string().min(1).max(200) });
const Found = z.looseObject({
  messages: z.array(Message.extend({ accepted: z.boolean() })).readonly(),
});

/** One request per message; the operation's id travels as `client_ref`, so that every receipt can name it. */
export function referenceProvider(options: ReferenceProviderOptions): Provider<ReferenceNative> {
  const { baseUrl, token, clock, environment = "production" } = options;
  const send = options.fetch ?? globalThis.fetch;
  const authorization = { authorization: `Bearer ${token.reveal()}` };
  let health: ProviderHealth = {
    connectivity: "unknown",
    credentials: "unknown",
    degradations: [],
  };
  const saw = (connectivity: ProviderHealth["connectivity"], status = 0): void => {
    const credentials = status === 401 ? "expired" : status === 0 ? health.credentials : "valid";
    health = { connectivity, credentials, degradations: [] };
  };

  return {
    name: "reference",
    environment,
    lanes: ["reference"],
    health: () => health,

    async perform({ operation, command }, signal): Promise<Result> {
      let response: Response;
      try {
        response = await send(new URL("/messages", baseUrl), {
          method: "POST",
          headers: { ...authorization, "content-type": "application/json" },
          body: JSON.stringify({ ...command, client_ref: operation }),
          signal,
        });
      } catch (error) {
        const notConnected = NOT_CONNECTED.has(codeOf(error));
        saw(notConnected ? "unavailable" : "degraded");
        return notConnected
          ? { kind: "not_sent", retryAt: clock.now() + RETRY_MS, reason: codeOf(error) }
          : { kind: "unknown", reason: codeOf(error) };
      }
      saw(response.status >= 500 ? "degraded" : "healthy", response.status);
      if (response.ok) {
        const message = Message.safeParse(await jsonOf(response));
        return message.success
          ? accepted(operation, message.data.id)
          : { kind: "unknown", reason: "The answer names no message." };
      }
      if (response.status === 429) return throttled(response, clock);
      return response.status < 500
        ? rejected(operation, response.status)
        : { kind: "unknown", reason: `HTTP ${response.status}` };
    },

    async lookup({ operation }: Command, signal): Promise<Result | null> {
      const url = new URL("/messages", baseUrl);
      url.searchParams.set("client_ref", operation);
      const response = await send(url, { headers: authorization, signal });
      saw(response.status >= 500 ? "degraded" : "healthy", response.status);
      const found = response.ok ? Found.safeParse(await jsonOf(response)) : null;
      const message = found?.success === true ? found.data.messages[0] : undefined;
      // That the provider does not know it now is no proof that it never will.
      if (message === undefined) return null;
      return message.accepted ? accepted(operation, message.id) : rejected(operation, 422);
    },
  };
}

function accepted(operation: string, id: string): Result {
  const refs = [messageRef(id)];
  const native = {
    ...own("reference.dispatch.accepted", operation),
    source: "reference.api",
    refs,
  };
  return { kind: "accepted", refs, natives: [fromProvider(native, "202")] };
}

function rejected(operation: string, status: number): Result {
  const native = { ...own("reference.dispatch.rejected", operation), source: "reference.api" };
  return { kind: "rejected", natives: [fromProvider(native, String(status))] };
}

const fromProvider = (native: ReturnType<typeof own>, nativeStatus: string) => ({
  ...native,
  nativeType: "response",
  nativeStatus,
  observation: { source_type: "provider_api", source_confidence: "high" } as const,
});

/** The provider documents that a throttled request has no effect. */
function throttled(response: Response, clock: Clock): Result {
  const seconds = Number(response.headers.get("retry-after"));
  const wait = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : RETRY_MS;
  return { kind: "not_sent", retryAt: clock.now() + wait, reason: "HTTP 429" };
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // Cut off or no JSON: the caller's schema refuses it, and the outcome is unknown.
    return null;
  }
}

/** fetch hides what the socket said in the cause; a name tells nothing of what was sent. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string")
    return cause.code;
  return cause instanceof Error ? cause.name : "unknown";
}
