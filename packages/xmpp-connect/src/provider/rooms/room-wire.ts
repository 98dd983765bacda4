import type { Instant, WireRequest } from "@underclaim/runtime";
import type { XmlElement } from "../../model/xml.ts";
import { ROOM_HEADERS, type RoomAbsence } from "../../rooms/port.ts";
import { parsedBody } from "../../native/parsed.ts";
import { STANZA_HEADERS, type RoomStanding } from "../port.ts";
import { written } from "../session/written.ts";

export interface FromRoom {
  readonly stanza: XmlElement;
  readonly own: boolean;
  readonly history: boolean;
  readonly jid: string | null;
  readonly occupantId: string | null;
  readonly archiveId: string | null;
  readonly anonymity: RoomStanding["anonymity"];
  readonly occupants: number;
}

export function roomWire(account: string, from: FromRoom, receivedAt: Instant): WireRequest {
  const known = {
    [ROOM_HEADERS.own]: from.own ? "true" : null,
    [ROOM_HEADERS.jid]: from.jid,
    [ROOM_HEADERS.occupantId]: from.occupantId,
    [ROOM_HEADERS.archiveId]: from.archiveId,
    [STANZA_HEADERS.archiveId]: from.archiveId,
  };
  return {
    headers: {
      "content-type": "application/xml",
      [ROOM_HEADERS.arrived]: from.history ? "history" : "live",
      [ROOM_HEADERS.anonymity]: from.anonymity,
      [ROOM_HEADERS.occupants]: String(from.occupants),
      ...Object.fromEntries(
        Object.entries(known).filter((each): each is [string, string] => each[1] !== null),
      ),
    },
    body: parsedBody(written(from.stanza), from.stanza),
    url: "",
    account,
    receivedAt,
  };
}

export const roomStateWire = (
  account: string,
  report: { room: string; state: "joined" | "lost"; reason: RoomAbsence | null },
  receivedAt: Instant,
): WireRequest => ({
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify(report)),
  url: "",
  account,
  receivedAt,
});
