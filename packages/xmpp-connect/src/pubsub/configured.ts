import type { XmppAccount, XmppKit } from "../kit.ts";
import type { Jid } from "../model/jid.ts";
import type { NodeSettings } from "./settings.ts";

export interface ConfiguredNode {
  readonly account: XmppAccount;
  readonly node: NodeSettings;
}

export const configuredNodes = (kit: XmppKit, tenant: string): readonly ConfiguredNode[] =>
  kit.accounts
    .filter((account) => account.tenant === tenant)
    .flatMap((account) => nodesOf(kit, account.account).map((node) => ({ account, node })));

export const nodesOf = ({ settings }: XmppKit, account: string): readonly NodeSettings[] =>
  settings.accounts.find((each) => each.account === account)?.nodes ?? [];

/** A component whose own address is the node's service holds it, and answers for it. */
export const isServed = (
  { kind, jid }: { readonly kind: string; readonly jid: string },
  { service }: Pick<NodeSettings, "service">,
): boolean => kind === "component" && service === jid;

/** Of a node that is served: who may see it, read and be told. */
export const mayRead = (
  { access_model, allowed }: Pick<NodeSettings, "access_model" | "allowed">,
  { bare, domain }: Pick<Jid, "bare" | "domain">,
): boolean => access_model === "open" || allowed.includes(bare) || allowed.includes(domain);

/** Stands for the node in references, keys and data. */
export const nodeId = (kit: XmppKit, { service, node }: Pick<NodeSettings, "service" | "node">) =>
  kit.jidId(`${service}?;node=${node}`);

/** XEP-0060 §12.22 */
export const nodeUri = ({ service, node }: Pick<NodeSettings, "service" | "node">): string =>
  `xmpp:${service}?;node=${encodeURIComponent(node)}`;

/** By its URI. Null: it is none. */
export function nodeOfUri(text: string): Pick<NodeSettings, "service" | "node"> | null {
  const read = /^xmpp:([^?]+)\?(?:pubsub)?;(?:[^;]*;)*?node=([^;]+)/.exec(text);
  const [, service = "", node = ""] = read ?? [];
  try {
    return read === null ? null : { service, node: decodeURIComponent(node) };
  } catch {
    // A percent sign that begins nothing.
    return null;
  }
}
