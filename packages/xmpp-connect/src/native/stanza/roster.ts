// The own account tells of a change in its contacts (RFC 6121 §2.1.6). Who may tell it is the session's to check.
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf } from "../../model/xml.ts";
import type { XmppDraft } from "../types.ts";
import { draft, type StanzaContext } from "./context.ts";

/** RFC 6121 §2.1.6: a push has one item; more are read as the same. */
const MOST = 64;
const SUBSCRIPTIONS: readonly string[] = ["none", "to", "from", "both"];

export function rosterNatives(context: StanzaContext): readonly XmppDraft[] {
  const { stanza, account, from, kit, raw } = context;
  const query = child(stanza, "query", NS.roster);
  const isPush = stanza.name === "iq" && stanza.attributes["type"] === "set" && query !== null;
  if (!isPush || from.full !== account.jid) return [];
  const id = stanza.attributes["id"] ?? "";
  return childrenOf(query)
    .slice(0, MOST)
    .flatMap((item): readonly XmppDraft[] => {
      const bare = jidOf(item.attributes["jid"])?.bare;
      if (item.name !== "item" || bare === undefined) return [];
      const peer = kit.jidId(bare);
      const said = item.attributes["subscription"] ?? "none";
      const removed = said === "remove";
      const subscription = removed ? "none" : (SUBSCRIPTIONS.find((each) => each === said) ?? null);
      const told = { subscription, removed, asked: item.attributes["ask"] === "subscribe" };
      return [
        draft(context, "roster.changed", {
          dedupeKey: `${peer}/roster/${id}/${said}`,
          evidenceKey: `roster/${id}/${said}`,
          nativeType: "roster_push",
          nativeStatus: said,
          endpoint: { endpoint_type: "bare_jid", value: bare },
          raw: { ...raw, person: peer },
          observation: { source_type: "provider_api", source_confidence: "high" },
          data: { ...told, peer },
          metadata: told,
        }),
      ];
    });
}
