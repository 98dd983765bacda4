// What a room answers to a message that it does not take (XEP-0045 §7.4, §7.5; RFC 6120 §8.3).
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf } from "../../model/xml.ts";
import { stanzaRef } from "../references.ts";
import type { RoomNative } from "./types.ts";
import type { XmppDraft } from "../types.ts";
import { roomDraft, type RoomContext } from "./context.ts";

type Refusal = Extract<RoomNative, "room.unavailable" | "room.forbidden" | "room.refused">;

/** By the condition. Everything else is `room.refused`: the weakest. */
const CONDITIONS: Readonly<Record<string, Refusal>> = {
  forbidden: "room.forbidden",
  "not-authorized": "room.forbidden",
  "registration-required": "room.forbidden",
  "not-allowed": "room.forbidden",
  "item-not-found": "room.unavailable",
  gone: "room.unavailable",
  "remote-server-not-found": "room.unavailable",
};

const byCondition = (condition: string): Refusal =>
  Object.hasOwn(CONDITIONS, condition) ? (CONDITIONS[condition] ?? "room.refused") : "room.refused";

export function refusalNatives(context: RoomContext): readonly XmppDraft[] {
  const { stanza, roomId } = context;
  const { stanza: element, from, account } = stanza;
  const id = element.attributes["id"] ?? "";
  // An occupant's own client refuses a private message; we send none.
  if (from.resource !== null || id === "") return [];
  const error = child(element, "error", NS.client);
  const condition =
    error === null
      ? null
      : (childrenOf(error).find(
          ({ namespace, name }) => namespace === NS.stanzaErrors && name !== "text",
        )?.name ?? null);
  const kind = error?.attributes["type"] ?? "unknown";
  const type = kind === "wait" ? "room.refused" : byCondition(condition ?? "");
  const told = { error_type: kind, condition, retryable: kind === "wait" };
  return [
    roomDraft(context, type, {
      dedupeKey: `error/${id}/${condition ?? ""}`,
      evidenceKey: `error/${id}/${condition ?? ""}`,
      nativeType: "muc_error",
      nativeStatus: condition,
      refs: [stanzaRef(account.account, roomId, id)],
      observation: { source_type: "provider_api", source_confidence: "high" },
      data: told,
      metadata: told,
    }),
  ];
}
