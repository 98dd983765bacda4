// What a message is: itself, a copy, a result of the archive, or somebody's forgery of these (XEP-0280 §11, XEP-0313 §7).
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, type XmlElement } from "../../model/xml.ts";

export type Unwrapped =
  | { readonly kind: "message"; readonly message: XmlElement; readonly archiveId: string | null }
  | { readonly kind: "carbon"; readonly message: XmlElement; readonly archiveId: string | null }
  | { readonly kind: "archived"; readonly queryId: string; readonly result: ArchivedMessage }
  /** A copy of what another client of ours has sent. */
  | { readonly kind: "own_copy" }
  /** A wrapper that not the own account has made. */
  | { readonly kind: "forged" };

export interface ArchivedMessage {
  readonly archiveId: string;
  /** RFC 3339, by the archive's clock; null where it gives none. */
  readonly at: string | null;
  readonly message: XmlElement;
}

export interface Unwrapping {
  /** The own bare JID. */
  readonly own: string;
  /** XEP-0359 §5: stanza-ids mean something only where the account announces them. */
  readonly trustsIds: boolean;
  readonly isLiveQuery: (queryId: string) => boolean;
}

export function unwrap(message: XmlElement, context: Unwrapping): Unwrapped {
  const { own, isLiveQuery } = context;
  const carbon =
    child(message, "received", NS.carbons) ?? child(message, "sent", NS.carbons) ?? null;
  const result = child(message, "result", NS.archive);
  if (carbon === null && result === null)
    return { kind: "message", message, archiveId: archiveIdOf(message, context) };
  if (!isOwn(message.attributes["from"], own)) return { kind: "forged" };
  if (carbon !== null) {
    const inner = forwarded(carbon);
    if (inner === null) return { kind: "forged" };
    if (carbon.name === "sent") return { kind: "own_copy" };
    return { kind: "carbon", message: inner, archiveId: archiveIdOf(inner, context) };
  }
  const queryId = result?.attributes["queryid"] ?? "";
  const archiveId = result?.attributes["id"] ?? "";
  const inner = forwarded(result);
  if (!isLiveQuery(queryId) || archiveId === "" || inner === null) return { kind: "forged" };
  const at = child(child(result, "forwarded", NS.forward), "delay", NS.delay)?.attributes["stamp"];
  const known = at !== undefined && !Number.isNaN(Date.parse(at)) ? at : null;
  return { kind: "archived", queryId, result: { archiveId, at: known, message: inner } };
}

/** RFC 6120 §8.1.2.1: what the own account sends comes from the bare JID, or from nobody. */
export const isOwn = (from: string | undefined, own: string): boolean =>
  from === undefined || jidOf(from)?.full === own;

const forwarded = (wrapper: XmlElement | null): XmlElement | null =>
  child(child(wrapper, "forwarded", NS.forward), "message", NS.client);

/** Exactly one, by the own account: a server that leaves a forged one in place leaves two (XEP-0359 §6). */
function archiveIdOf(message: XmlElement, { own, trustsIds }: Unwrapping): string | null {
  if (!trustsIds) return null;
  const ours = childrenOf(message).filter(
    ({ name, namespace, attributes }) =>
      name === "stanza-id" && namespace === NS.ids && jidOf(attributes["by"])?.full === own,
  );
  return ours.length === 1 ? (ours[0]?.attributes["id"] ?? null) : null;
}
