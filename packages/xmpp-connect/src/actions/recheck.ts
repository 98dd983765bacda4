import type { Recheck } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { suppressionKey } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { REFUSALS } from "../native/refusals.ts";
import type { XmppNative } from "../native/types.ts";

/** A suppression that came while a message waited for its time, or for a session, stops it. */
export const recheckXmpp = (_kit: XmppKit): Recheck<XmppNative> => ({
  reads: ({ metadata }) => {
    const peer = metadata?.["peer"];
    return typeof peer === "string" ? [{ doc: suppressionKey(peer) }] : [];
  },
  check({ operation, metadata }, snapshot) {
    const peer = metadata?.["peer"];
    if (typeof peer !== "string") return { guards: [], refused: null };
    const key = suppressionKey(peer);
    if (snapshot.doc(key) === null) return { guards: [{ doc: key, version: 0 }], refused: null };
    const told = {
      subclass: REFUSALS.suppressed,
      reason: "suppressed",
      at: "dispatch",
      pre_existing: true,
    };
    return {
      guards: [],
      refused: own("message.refused.suppressed", operation, { data: told, metadata: told }),
    };
  },
});
