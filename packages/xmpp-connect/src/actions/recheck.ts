import type { JsonObject, Recheck } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { CLIENT_FEATURES } from "../model/capabilities.ts";
import { suppressionKey } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { REFUSALS, type Refusal } from "../native/refusals.ts";
import type { XmppDraft, XmppNative } from "../native/types.ts";
import { demandReads, unmet, type Addressee } from "./demands.ts";

/** What came while a message waited for its time, or for a session, stops it: a suppression, or word of what clients can. */
export const recheckXmpp = (_kit: XmppKit): Recheck<XmppNative> => ({
  reads: ({ metadata }) => {
    const about = addresseeOf(metadata);
    if (about === null) return [];
    return [{ doc: suppressionKey(about.peer) }, ...demandReads(demandsIn(metadata), about)];
  },
  check({ operation, metadata }, snapshot) {
    const about = addresseeOf(metadata);
    if (about === null) return { guards: [], refused: null };
    const key = suppressionKey(about.peer);
    if (snapshot.doc(key) !== null)
      return { guards: [], refused: refused(operation, "suppressed", { pre_existing: true }) };
    const lacking = unmet(demandsIn(metadata), snapshot, about);
    if (lacking !== null)
      return { guards: [], refused: refused(operation, "extension_unsupported", { lacking }) };
    return { guards: [{ doc: key, version: 0 }], refused: null };
  },
});

function refused(operation: string, refusal: Refusal, more: JsonObject): XmppDraft {
  const told = { subclass: REFUSALS[refusal], reason: refusal, at: "dispatch", ...more };
  return own(`message.refused.${refusal}`, operation, { data: told, metadata: told });
}

function addresseeOf(metadata: JsonObject | null): Addressee | null {
  const { peer, account, resource } = metadata ?? {};
  if (typeof peer !== "string") return null;
  return {
    peer,
    account: typeof account === "string" ? account : "",
    resource: typeof resource === "string" ? resource : null,
  };
}

const demandsIn = (metadata: JsonObject | null) => {
  const demands = metadata?.["demands"];
  return CLIENT_FEATURES.filter((each) => Array.isArray(demands) && demands.includes(each));
};
