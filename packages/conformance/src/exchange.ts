import { UnderclaimError } from "@underclaim/contract";
import type { TextAnswer } from "@underclaim/contract/golden";

/** The adapter cannot be checked: it does not answer, or lacks what the check stands on. */
export class ConformanceError extends UnderclaimError {}

/** Where the adapter is, and who asks. */
export interface Connection {
  /** Address of the service, such as `http://127.0.0.1:7110`. */
  readonly baseUrl: string;
  /** API key, sent as Bearer. Absent: none is sent. */
  readonly key?: string | undefined;
  /** How long an answer may take, in ms. Default 30,000. */
  readonly timeoutMs?: number | undefined;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** One request and its answer, whatever its status. Redirections are answers, too. */
export async function exchange(
  { baseUrl, key, timeoutMs = 30_000 }: Connection,
  { method, path, headers = {}, body }: Sent,
): Promise<TextAnswer> {
  const json = body !== undefined && typeof body !== "string";
  const what = `${method} ${path.split("?", 1)[0] ?? path}`;
  try {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(json ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    throw new ConformanceError(
      "no_answer",
      `${what}: no answer from ${baseUrl} (${reasonOf(error)}). Is the adapter running there?`,
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code: unknown = Reflect.get(Object(cause), "code");
  if (typeof code === "string") return code;
  return cause instanceof Error ? cause.name : "no error object";
}

/** The body as JSON, or as the text that it is. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
