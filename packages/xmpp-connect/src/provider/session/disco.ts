// What the server and the account can do (XEP-0030).
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, xml } from "../../model/xml.ts";
import type { Iqs } from "./iq.ts";

export interface Abilities {
  readonly server: ReadonlySet<string>;
  readonly account: ReadonlySet<string>;
}

export const NO_ABILITIES: Abilities = { server: new Set(), account: new Set() };

/** More than any server has. */
const MOST = 1_000;

export async function abilitiesOf(iqs: Iqs, domain: string, own: string): Promise<Abilities> {
  const [server, account] = await Promise.all([featuresOf(iqs, domain), featuresOf(iqs, own)]);
  return { server, account };
}

async function featuresOf(iqs: Iqs, jid: string): Promise<ReadonlySet<string>> {
  const answer = await iqs.ask("get", jid, xml("query", { xmlns: NS.info }));
  const query = answer.ok ? child(answer.iq, "query", NS.info) : null;
  if (query === null) return new Set();
  const features = childrenOf(query).filter(({ name }) => name === "feature");
  return new Set(features.slice(0, MOST).flatMap(({ attributes }) => attributes["var"] ?? []));
}

/** The offline store of the own server (XEP-0160); of other servers nothing is known. */
export const storesOffline = ({ server }: Abilities): boolean => server.has("msgoffline");

export const hasArchive = ({ account }: Abilities): boolean => account.has(NS.archive);

/** XEP-0359 §5, and implied by archives that say so (XEP-0313 §5). */
export const givesStanzaIds = ({ account }: Abilities): boolean => account.has(NS.ids);
