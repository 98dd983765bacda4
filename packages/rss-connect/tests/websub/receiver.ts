// A subscriber's callback, or any other HTTP server, on loopback: answers as told and remembers what it was asked.
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  readonly posts: () => Received[];
  /** Connections that were made, whatever came over them. */
  readonly connections: () => number;
  answer: (request: Received) => Reply | null | Promise<Reply | null>;
}

/** Confirms every verification and takes every delivery. */
export const willing = ({ method, query }: Received): Reply =>
  method === "GET" ? { status: 200, body: query.get("hub.challenge") ?? "" } : { status: 204 };

/** `null` from `answer`: never answered. */
export async function receiver(
  answer: Receiver["answer"] = willing,
  host = "127.0.0.1",
  /** PEM: it speaks TLS. */
  tls?: { readonly cert: string; readonly key: string },
): Promise<Receiver> {
  let connections = 0;
  const made: { -readonly [K in keyof Receiver]: Receiver[K] } = {
    url: "",
    port: 0,
    received: [],
    posts: () => made.received.filter(({ method }) => method === "POST"),
    connections: () => connections,
    answer,
  };
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://receiver.invalid");
      const one: Received = {
        method: request.method ?? "",
        path: request.url ?? "",
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      made.received.push(one);
      void Promise.resolve(made.answer(one)).then((reply) => {
        if (reply === null) return;
        response.writeHead(reply.status, reply.headers);
        response.end(reply.body);
      });
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  made.port = port;
  made.url = `${tls === undefined ? "http" : "https"}://${host}:${port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return made;
}
