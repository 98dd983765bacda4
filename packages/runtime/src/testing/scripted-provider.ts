import type { JsonObject } from "../json.ts";

/** What a provider was asked: an HTTP request, a stanza, a PDU; as the adapter's provider hands it over. */
export interface ScriptedCall {
  readonly request: JsonObject;
}

/** How the script breaks a call: `refused` before a byte was written, the others after. */
export type ScriptedError = "refused" | "reset" | "timeout";

interface Waiting {
  readonly answer: (reply: JsonObject) => void;
}

/**
 * The provider's side of a golden: each call waits for the next `provider_reply` step, or takes one that came before it.
 * Replies are the provider's own form, for HTTP `{ status, headers?, body? }`, or `{ error: "refused" | "reset" | "timeout" }`.
 */
export class ScriptedProvider {
  #waiting: Waiting[] = [];
  #replies: JsonObject[] = [];
  #standing: JsonObject | null = null;
  #calls: ScriptedCall[] = [];
  #effects = 0;

  /** Every call since the beginning, in order. */
  get calls(): readonly ScriptedCall[] {
    return this.#calls;
  }

  /** Calls that took effect: all but questions (GET), calls refused before a byte was written and calls answered 4xx. */
  get effects(): number {
    return this.#effects;
  }

  /** Answers the call that waits longest; if none waits, the next one. */
  reply(reply: JsonObject): void {
    const first = this.#waiting.shift();
    if (first === undefined) this.#replies.push(reply);
    else first.answer(reply);
  }

  /** Answers every call that no reply waits for, from now on; null lets calls wait again. */
  stand(reply: JsonObject | null): void {
    this.#standing = reply;
    if (reply !== null) for (const { answer } of this.#waiting.splice(0)) answer(reply);
  }

  /** The process that made the calls has died: nobody hears their answers. */
  forgetWaiting(): void {
    this.#waiting = [];
  }

  /** One call. The returned promise waits for the script; a broken call rejects as the network would. */
  async call(request: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
    this.#calls.push({ request });
    const asks = request["method"] === "GET";
    const reply = this.#replies.shift() ?? this.#standing ?? (await this.#wait(asks, signal));
    if (!asks && tookEffect(reply)) this.#effects += 1;
    if (typeof reply["error"] === "string") throw networkError(reply["error"] as ScriptedError);
    return reply;
  }

  /** `fetch` for providers that speak HTTP. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const reply = await this.call(
      {
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      },
      init?.signal ?? undefined,
    );
    const body = reply["body"] ?? null;
    return new Response(
      body === null ? null : typeof body === "string" ? body : JSON.stringify(body),
      {
        status: Number(reply["status"] ?? 200),
        headers: {
          "content-type": "application/json",
          ...(reply["headers"] as object | undefined),
        },
      },
    );
  };

  #wait(asks: boolean, signal: AbortSignal | undefined): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { answer: resolve };
      this.#waiting.push(waiting);
      signal?.addEventListener("abort", () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        // The request had left before it was given up: it may have taken effect.
        if (!asks) this.#effects += 1;
        reject(new DOMException("The call was aborted.", "AbortError"));
      });
    });
  }
}

function tookEffect(reply: JsonObject): boolean {
  if (reply["error"] !== undefined) return reply["error"] !== "refused";
  const status = Number(reply["status"] ?? 200);
  return status < 400 || status >= 500;
}

/** As Node's fetch reports it: a TypeError whose cause has the code. */
function networkError(error: ScriptedError): Error {
  const code = { refused: "ECONNREFUSED", reset: "ECONNRESET", timeout: "ETIMEDOUT" }[error];
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}
