import { EventEmitter } from "node:events";
import type { Clock } from "@underclaim/runtime";
import { Agent } from "undici";
import type { AddressRules } from "../model/address-rules.ts";
import { deadlines } from "./deadlines.ts";
import { cameToNoConnection, ForbiddenAddress, guardedConnector } from "./guarded-connect.ts";
import type { Resolve } from "./name-resolver.ts";
import type { Outbound, OutboundAnswer, OutboundRequest } from "./outbound.ts";
import { urlParts } from "./url-parts.ts";

export interface GuardedOutboundOptions {
  readonly rules: AddressRules;
  readonly clock: Clock;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  /** Connections to one origin at once. */
  readonly perOrigin: number;
  readonly resolve?: Resolve;
  /** Certificates in PEM, trusted beside those that the system trusts. */
  readonly ca?: string;
}

export interface GuardedOutbound {
  readonly send: Outbound;
  close(): Promise<void>;
}

/** Of a body that nobody wants, this much is read so that the connection can be used again. */
const READ_AWAY = 16_384;

/** undici with every connection checked. Its agent follows no redirects. */
export function guardedOutbound(options: GuardedOutboundOptions): GuardedOutbound {
  const { rules, clock, timeoutMs, perOrigin, resolve, ca } = options;
  const agent = new Agent({
    connections: perOrigin,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: 16_384,
    connect: guardedConnector(rules, {
      timeoutMs,
      ...(resolve === undefined ? {} : { resolve }),
      ...(ca === undefined ? {} : { ca }),
    }),
  });
  const ends = deadlines(clock, timeoutMs);
  const partsOf = urlParts();
  return {
    close: () => agent.destroy(),
    async send(request: OutboundRequest): Promise<OutboundAnswer> {
      const { method, url, headers, body, wanted } = request;
      const { origin, path } = partsOf(url);
      const aborter = new Aborter();
      const abort = (): void => aborter.abort();
      const sooner = Math.min(timeoutMs, request.timeoutMs ?? timeoutMs);
      const cancel = sooner === timeoutMs ? ends(abort) : clock.wakeAt(clock.now() + sooner, abort);
      try {
        const answer = await agent.request({
          origin,
          path,
          method,
          headers,
          signal: aborter,
          ...(body === undefined ? {} : { body }),
        });
        const read = await firstBytes(answer.body, wanted);
        return {
          kind: "answer",
          status: answer.statusCode,
          headers: plainHeaders(answer.headers),
          ...read,
        };
      } catch (error) {
        return failureOf(error);
      } finally {
        cancel();
      }
    },
  };
}

/** For undici what an AbortSignal is, and lighter: one is made for each delivery. */
class Aborter extends EventEmitter {
  reason: DOMException | undefined;

  abort(): void {
    this.reason = new DOMException("The exchange took too long.", "AbortError");
    this.emit("abort");
  }
}

async function firstBytes(
  stream: AsyncIterable<Uint8Array> & { dump(options: { limit: number }): Promise<void> },
  wanted: number,
): Promise<{ readonly body: Uint8Array; readonly cut: boolean }> {
  if (wanted === 0) {
    // What the body says, or that it breaks off, changes nothing: the status has been given.
    await stream.dump({ limit: READ_AWAY }).catch(() => undefined);
    return { body: new Uint8Array(), cut: false };
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > wanted) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, wanted), cut: length > wanted };
}

function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return plain;
}

function failureOf(error: unknown): OutboundAnswer {
  if (error instanceof ForbiddenAddress) return { kind: "forbidden", reason: error.message };
  const code =
    error instanceof Error && "code" in error && typeof error.code === "string"
      ? error.code
      : error instanceof Error
        ? error.name
        : "unknown";
  return { kind: cameToNoConnection(error) ? "not_sent" : "broken", reason: code };
}
