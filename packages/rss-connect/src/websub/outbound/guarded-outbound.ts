import type { Clock } from "@underclaim/runtime";
import { Agent } from "undici";
import type { AddressRules } from "../model/address-rules.ts";
import {
  cameToNoConnection,
  ForbiddenAddress,
  guardedConnector,
  type Resolve,
} from "./guarded-connect.ts";
import type { Outbound, OutboundAnswer, OutboundRequest } from "./outbound.ts";

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
  return {
    close: () => agent.destroy(),
    async send(request: OutboundRequest): Promise<OutboundAnswer> {
      const { method, url, headers, body, wanted } = request;
      const within = Math.min(timeoutMs, request.timeoutMs ?? timeoutMs);
      const { origin, pathname, search } = new URL(url);
      const aborter = new AbortController();
      const cancel = clock.wakeAt(clock.now() + within, () => aborter.abort());
      try {
        const answer = await agent.request({
          origin,
          path: `${pathname}${search}`,
          method,
          headers,
          signal: aborter.signal,
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

const plainHeaders = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );

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
