// What a client says that it can (XEP-0030, XEP-0115), as far as this adapter asks for it.
import { NS } from "./namespaces.ts";
import { childrenOf, type XmlElement } from "./xml.ts";

/** XEP-0184 and XEP-0333. */
export const CLIENT_FEATURES = ["receipts", "markers"] as const;
export type ClientFeature = (typeof CLIENT_FEATURES)[number];
export type Capabilities = Readonly<Record<ClientFeature, boolean>>;

const NAMESPACES: Readonly<Record<ClientFeature, string>> = {
  receipts: NS.receipts,
  markers: NS.markers,
};

/** All that is read of an answer. */
export const CLIENT_NAMESPACES: readonly string[] = [...Object.values(NAMESPACES), NS.commands];

/** @param query `disco#info`'s answer (XEP-0030 §3.1) */
export function capabilitiesIn(query: XmlElement): Capabilities {
  const told = new Set(
    childrenOf(query)
      .filter(({ name, namespace }) => name === "feature" && namespace === NS.info)
      .map(({ attributes }) => attributes["var"]),
  );
  return { receipts: told.has(NAMESPACES.receipts), markers: told.has(NAMESPACES.markers) };
}

/** XEP-0050. Of no use to evidence: it decides how a prompt goes out. */
export const announcesCommands = (query: XmlElement): boolean =>
  childrenOf(query).some(
    ({ name, namespace, attributes }) =>
      name === "feature" && namespace === NS.info && attributes["var"] === NS.commands,
  );

/** As a header carries them: the names of what the client can, or "none". */
export const writeCapabilities = (can: Capabilities): string =>
  CLIENT_FEATURES.filter((each) => can[each]).join(" ") || "none";

export function readCapabilities(text: string): Capabilities {
  const named = text.split(" ");
  return { receipts: named.includes("receipts"), markers: named.includes("markers") };
}

/** By the pseudonym of the full JID, what each client of a JID has last said that it can. */
export interface KnownCapabilities {
  readonly resources: Readonly<Record<string, Capabilities & { readonly at: number }>>;
}

/** What is known of clients: whether each gives such answers. Undefined: it has not said. */
type Said = boolean | undefined;

/** Known not to: there are clients, each has said what it can, and none can it. Else nothing is known. */
export const noneOf = (clients: readonly Said[]): boolean =>
  clients.length > 0 && clients.every((can) => can === false);
