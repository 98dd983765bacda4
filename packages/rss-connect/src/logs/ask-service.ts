// The command's side of HTTP. A part's pieces are sent as they were read from the file: fetch would copy each several times.
import { Readable } from "node:stream";
import { request } from "undici";

export interface ServiceAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** Rejects where no answer came. Redirects are not followed. */
export type AskService = (
  url: string,
  asked: {
    readonly method: "GET" | "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: readonly Uint8Array[];
  },
) => Promise<ServiceAnswer>;

export const askService: AskService = async (url, { method, headers, body }) => {
  const answer = await request(url, {
    method,
    headers:
      body === undefined ? headers : { ...headers, "content-length": String(lengthOf(body)) },
    ...(body === undefined ? {} : { body: Readable.from(body) }),
  });
  const retryAfter = answer.headers["retry-after"];
  return {
    status: answer.statusCode,
    retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    text: await answer.body.text(),
  };
};

export const lengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);
