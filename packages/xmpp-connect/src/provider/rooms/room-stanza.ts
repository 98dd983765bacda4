// What the parts of a room's stanza say (XEP-0045, XEP-0421, XEP-0359). Pure.
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, type XmlElement } from "../../model/xml.ts";
import type { RoomAbsence } from "../../rooms/port.ts";
import { ROOM_NS, STATUS } from "./names.ts";

/** Exactly one: where a room lets through what an occupant claims to be its word (§7.2.3), neither counts. */
function userOf(stanza: XmlElement): XmlElement | null {
  const said = childrenOf(stanza).filter(
    ({ name, namespace }) => name === "x" && namespace === NS.roomUser,
  );
  return said.length === 1 ? (said[0] ?? null) : null;
}

export function statusesOf(stanza: XmlElement): ReadonlySet<number> {
  const user = userOf(stanza);
  const codes = (user === null ? [] : childrenOf(user))
    .filter(({ name, namespace }) => name === "status" && namespace === NS.roomUser)
    .map(({ attributes }) => Number(attributes["code"]));
  return new Set(codes);
}

/** The occupant's real bare JID, where the room tells it. Only a room says so, never the occupant (§7.2.3). */
export const realJidOf = (presence: XmlElement): string | null =>
  jidOf(child(userOf(presence), "item", NS.roomUser)?.attributes["jid"])?.bare ?? null;

/** §7.6: the nickname that takes the place of this one. */
export const newNickOf = (presence: XmlElement): string | null =>
  child(userOf(presence), "item", NS.roomUser)?.attributes["nick"] ?? null;

/** Exactly one: a room removes those that occupants claim (XEP-0421 §5). */
export function occupantIdOf(stanza: XmlElement): string | null {
  const ids = childrenOf(stanza).filter(
    ({ name, namespace }) => name === "occupant-id" && namespace === ROOM_NS.occupantId,
  );
  return ids.length === 1 ? (ids[0]?.attributes["id"] ?? null) : null;
}

/** Exactly one by the room (XEP-0359 §6). */
export function roomArchiveIdOf(message: XmlElement, room: string): string | null {
  const ids = childrenOf(message).filter(
    ({ name, namespace, attributes }) =>
      name === "stanza-id" && namespace === NS.ids && jidOf(attributes["by"])?.full === room,
  );
  return ids.length === 1 ? (ids[0]?.attributes["id"] ?? null) : null;
}

/** §7.2.14. An occupant who claims a delay is taken at the word: the less is concluded from it. */
export const isHistory = (message: XmlElement): boolean =>
  child(message, "delay", NS.delay) !== null;

/** Why we have left, of our own presence of the type unavailable (§9.1, §9.2, §10.9, §15.6.2). */
export function absenceOf(presence: XmlElement): RoomAbsence {
  if (child(userOf(presence), "destroy", NS.roomUser) !== null) return "destroyed";
  const codes = statusesOf(presence);
  if (codes.has(STATUS.banned)) return "banned";
  if (codes.has(STATUS.affiliationLost) || codes.has(STATUS.membersOnly)) return "members_only";
  if (codes.has(STATUS.shutDown)) return "shut_down";
  // What is thrown out for an error may come back (§9.1.2, 333).
  if (codes.has(STATUS.kicked) && !codes.has(STATUS.failed)) return "kicked";
  return "unreachable";
}

/** Why we may not enter, by the condition of the presence error (§7.2). */
const CONDITIONS: Readonly<Record<string, RoomAbsence>> = {
  "item-not-found": "missing",
  gone: "destroyed",
  // §7.2.1: rooms may only be created by others: there is none.
  "not-allowed": "missing",
  forbidden: "banned",
  "registration-required": "members_only",
  "not-authorized": "password",
  conflict: "nick_conflict",
  "not-acceptable": "nick_conflict",
  "service-unavailable": "full",
  "remote-server-not-found": "no_service",
};

export const absenceByCondition = (condition: string): RoomAbsence =>
  Object.hasOwn(CONDITIONS, condition) ? (CONDITIONS[condition] ?? "unreachable") : "unreachable";

export function conditionOf(stanza: XmlElement): string {
  const error = child(stanza, "error", NS.client);
  const found =
    error === null
      ? undefined
      : childrenOf(error).find(
          ({ name, namespace }) => namespace === NS.stanzaErrors && name !== "text",
        );
  return found?.name ?? "undefined-condition";
}
