import { NS } from "./namespaces.ts";
import { escapeXml, xml } from "./xml.ts";

export interface OutboundMessage {
  /** Of a component, which names itself (XEP-0114 §3); null: the server stamps the account's. */
  readonly from?: string | null;
  /** Prepared. */
  readonly to: string;
  /** Random, 128 bits; the origin-id, too (XEP-0359 §3). */
  readonly id: string;
  readonly body: string;
  readonly subject: string | null;
  /** XEP-0201: a reply that stays in it is found by it. */
  readonly thread: string;
  /** BCP 47 */
  readonly language: string | null;
  readonly asksReceipt: boolean;
  readonly asksMarkers: boolean;
}

/** A message of one person to one person. A client's `from` is the server's to stamp (RFC 6120 §8.1.2.1). */
export const messageStanza = (message: OutboundMessage): string =>
  xml(
    "message",
    {
      xmlns: NS.client,
      from: message.from ?? null,
      to: message.to,
      id: message.id,
      // "normal" and "headline" may be lost where nobody is online (RFC 6121 §8.5.2).
      type: "chat",
      "xml:lang": message.language,
    },
    ...(message.subject === null ? [] : [xml("subject", {}, escapeXml(message.subject))]),
    xml("body", {}, escapeXml(message.body)),
    xml("thread", {}, escapeXml(message.thread)),
    xml("origin-id", { xmlns: NS.ids, id: message.id }),
    ...(message.asksReceipt ? [xml("request", { xmlns: NS.receipts })] : []),
    ...(message.asksMarkers ? [xml("markable", { xmlns: NS.markers })] : []),
    xml("store", { xmlns: NS.hints }),
  );
