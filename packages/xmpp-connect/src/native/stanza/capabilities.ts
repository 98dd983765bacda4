// What a client has said that it can (XEP-0030, XEP-0115): decides what may be demanded of it, and is evidence of nothing.
import {
  capabilitiesIn,
  CLIENT_FEATURES,
  readCapabilities,
  writeCapabilities,
  type Capabilities,
} from "../../model/capabilities.ts";
import { NS } from "../../model/namespaces.ts";
import { child } from "../../model/xml.ts";
import type { XmppDraft } from "../types.ts";
import { draft, type StanzaContext } from "./context.ts";

/** @param told the header by which the session says what it knows beside the stanza */
export function capabilityNatives(
  context: StanzaContext,
  told: string | undefined,
  now: number,
): readonly XmppDraft[] {
  const { peer, resource, fromRoom } = context;
  const can = capabilitiesTold(context, told);
  if (can === null || resource === null || fromRoom) return [];
  const facts = Object.fromEntries(CLIENT_FEATURES.map((each) => [each, can[each]]));
  const scope = `capabilities/${resource}/${writeCapabilities(can)}`;
  // Once an hour, as its presence is: what became another client and back again is found out again.
  const hour = Math.floor(now / 3_600_000);
  return [
    draft(context, "capabilities.told", {
      dedupeKey: `${peer}/${scope}/${hour}`,
      evidenceKey: `${scope}/${hour}`,
      nativeType: "capabilities",
      nativeStatus: writeCapabilities(can),
      data: facts,
      metadata: facts,
    }),
  ];
}

function capabilitiesTold(
  { stanza }: StanzaContext,
  told: string | undefined,
): Capabilities | null {
  if (stanza.name === "presence") return told === undefined ? null : readCapabilities(told);
  const query = child(stanza, "query", NS.info);
  return stanza.name === "iq" && stanza.attributes["type"] === "result" && query !== null
    ? capabilitiesIn(query)
    : null;
}
