import { NS } from "./namespaces.ts";
import { escapeXml, xml } from "./xml.ts";

export interface RoomMessage {
  /** The room's bare JID, prepared. */
  readonly to: string;
  /** Random, 128 bits; the origin-id, too (XEP-0359 §3). */
  readonly id: string;
  readonly body: string;
  readonly thread: string;
  /** BCP 47 */
  readonly language: string | null;
  readonly asksMarkers: boolean;
}

/**
 * A message to all occupants of a room (XEP-0045 §7.4). Without a subject, which would be one of the room (§8.1), and without a
 * request for receipts, which every client there would answer (XEP-0184 §5.3).
 */
export const roomMessageStanza = (message: RoomMessage): string =>
  xml(
    "message",
    {
      xmlns: NS.client,
      to: message.to,
      id: message.id,
      type: "groupchat",
      "xml:lang": message.language,
    },
    xml("body", {}, escapeXml(message.body)),
    xml("thread", {}, escapeXml(message.thread)),
    xml("origin-id", { xmlns: NS.ids, id: message.id }),
    ...(message.asksMarkers ? [xml("markable", { xmlns: NS.markers })] : []),
  );
