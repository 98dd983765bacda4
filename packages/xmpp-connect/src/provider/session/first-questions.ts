// What a new session asks before it says that it is there: roster, abilities, carbons (XEP-0280), blocklist (XEP-0191).
import { NS } from "../../model/namespaces.ts";
import { child, xml, type XmlElement } from "../../model/xml.ts";
import { abilitiesOf, type Abilities } from "./disco.ts";
import type { Iqs } from "./iq.ts";

interface Asking {
  /** The own bare JID, and its domain. */
  readonly own: string;
  readonly domain: string;
  readonly settings: { readonly carbons: boolean };
}

/** Told as soon as each is known, for stanzas come in meanwhile. */
interface Told {
  readonly abilities: (abilities: Abilities) => void;
  readonly roster: (query: XmlElement) => void;
  readonly blocklist: (blocklist: XmlElement | null) => void;
}

/** @returns whether the server copies here what other clients of the account receive */
export async function askFirst(
  iqs: Iqs,
  { own, domain, settings }: Asking,
  told: Told,
): Promise<boolean> {
  const roster = iqs.ask("get", null, xml("query", { xmlns: NS.roster }));
  const abilities = await abilitiesOf(iqs, domain, own);
  told.abilities(abilities);
  const known = await roster;
  const query = known.ok ? child(known.iq, "query", NS.roster) : null;
  if (query !== null) told.roster(query);
  const { server } = abilities;
  const blocks = xml("blocklist", { xmlns: NS.blocking });
  const [carbons, blocklist] = await Promise.all([
    settings.carbons && server.has(NS.carbons)
      ? iqs.ask("set", null, xml("enable", { xmlns: NS.carbons }))
      : null,
    server.has(NS.blocking) ? iqs.ask("get", null, blocks) : null,
  ]);
  if (blocklist?.ok === true) told.blocklist(child(blocklist.iq, "blocklist", NS.blocking));
  return carbons?.ok === true;
}
