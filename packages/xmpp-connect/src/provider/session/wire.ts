// What is received, as the adapter's sources read it.
import type { Instant, WireRequest } from "@underclaim/runtime";
import { writeCapabilities, type Capabilities } from "../../model/capabilities.ts";
import { parsedBody } from "../../native/parsed.ts";
import type { XmlElement } from "../../model/xml.ts";
import { STANZA_HEADERS } from "../port.ts";
import { written } from "./written.ts";

export interface Received {
  readonly stanza: XmlElement;
  readonly arrived: "live" | "archive" | "carbon";
  readonly archiveId: string | null;
  readonly archivedAt: string | null;
  /** The sender in our roster; null = not in it. */
  readonly subscription: string | null;
  /** What the client can that has sent it, where that is known. */
  readonly can?: Capabilities | null;
}

export function stanzaWire(
  account: string,
  { stanza, arrived, archiveId, archivedAt, subscription, can = null }: Received,
  receivedAt: Instant,
): WireRequest {
  const headers: Record<string, string> = {
    "content-type": "application/xml",
    [STANZA_HEADERS.arrived]: arrived,
  };
  if (archiveId !== null) headers[STANZA_HEADERS.archiveId] = archiveId;
  if (archivedAt !== null) headers[STANZA_HEADERS.archivedAt] = archivedAt;
  if (subscription !== null && subscription !== "unknown")
    headers[STANZA_HEADERS.subscription] = subscription;
  if (can !== null) headers[STANZA_HEADERS.capabilities] = writeCapabilities(can);
  return {
    headers,
    body: parsedBody(written(stanza), stanza),
    url: "",
    account,
    receivedAt,
  };
}

export type SessionState =
  | "connected"
  | "unavailable"
  | "authentication_failed"
  | "insecure"
  | "degraded";

export const sessionWire = (
  account: string,
  state: SessionState,
  reason: string | null,
  receivedAt: Instant,
): WireRequest => ({
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify({ state, reason })),
  url: "",
  account,
  receivedAt,
});
