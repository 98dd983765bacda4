// The deadline for a room's reflection, and what ends it.
import type { Doc, Reactor } from "@underclaim/runtime";
import { roomTimerKey } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { clientRef } from "../native/references.ts";
import type { XmppDraft, XmppNative } from "../native/types.ts";

const endTimer: Reactor<XmppNative> = {
  react: (_native, targets) => ({
    docs: targets.flatMap(({ operation }) =>
      operation ? [{ delete: roomTimerKey(operation) }] : [],
    ),
  }),
};

export const roomReactions: Readonly<Partial<Record<XmppNative, Reactor<XmppNative>>>> =
  Object.fromEntries(
    (
      [
        "room.reflected",
        "room.replayed",
        "room.unavailable",
        "room.forbidden",
        "room.refused",
        "room.displayed.known",
        "room.acknowledged.known",
      ] satisfies XmppNative[]
    ).map((type) => [type, endTimer]),
  );

function notReflected({ text }: Doc): readonly XmppDraft[] {
  const { operation } = JSON.parse(text) as { operation: string };
  return [{ ...own("room.not_reflected", operation), refs: [clientRef(operation)] }];
}

export const roomTimers: Readonly<Record<string, (doc: Doc) => readonly XmppDraft[]>> = {
  "room-timer": notReflected,
};
