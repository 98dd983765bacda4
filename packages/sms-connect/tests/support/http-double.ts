// What every provider's double has in common: a server on loopback that answers as it is told and forgets no complaint.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Said {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Instead of an answer. */
export type Breakage =
  /** Cuts the connection before the request was read. */
  | "reset"
  /** Does what is asked, then cuts the connection. */
  | "drop"
  /** Does what is asked and never answers; see `Listening.close`. */
  | "stall";

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export type Answer = (heard: Heard) => Promise<Said | Breakage> | Said | Breakage;

/** `before` decides on what is asked without reading it. */
export async function listen(answer: Answer, before?: () => "reset" | null): Promise<Listening> {
  const server = createServer((request, response) => {
    if (before?.() === "reset") return void request.socket.destroy();
    respond(request, response, answer).catch((error: unknown) => {
      // A double that fails is a test that fails, not an answer of a provider.
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => end(server) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const said = await answer({
    method: request.method ?? "",
    path: request.url ?? "",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  });
  if (said === "reset" || said === "drop") return void request.socket.destroy();
  if (said === "stall") return;
  const text = typeof said.body === "string" ? said.body : JSON.stringify(said.body);
  response.writeHead(said.status, { "content-type": "application/json", ...said.headers });
  response.end(text);
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Ends a double, loudly where it was asked for something that is not documented. */
export async function closed(listening: Listening, violations: readonly string[]): Promise<void> {
  await listening.close();
  if (violations.length > 0) throw new Error(`Not as documented: ${violations.join("; ")}`);
}

/** A port on which nobody listens any more. */
export async function deafAddress(): Promise<string> {
  const { url, close } = await listen(() => ({ status: 200, body: {} }));
  await close();
  return url;
}
