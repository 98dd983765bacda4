// What others may ask of this session (RFC 6120 §8.2.3): whether it is there and what it is, no more.
import { NS } from "../../model/namespaces.ts";
import { childrenOf, xml, type XmlElement } from "../../model/xml.ts";
import { SESSION_NS } from "./names.ts";

export interface SelfDescription {
  /** What a component must answer as; a client's server names it. */
  readonly self: string | null;
  readonly identities: readonly (readonly [category: string, type: string])[];
  readonly features: readonly string[];
}

/** @returns the reply, or null where none is due */
export function answerToIq(iq: XmlElement, about: SelfDescription = CLIENT): string | null {
  const { self } = about;
  const { type, id, from } = iq.attributes;
  if ((type !== "get" && type !== "set") || id === undefined) return null;
  const [question, ...more] = childrenOf(iq);
  const head = { xmlns: NS.client, from: self, id, to: from };
  const result = (...payload: string[]): string =>
    xml("iq", { ...head, type: "result" }, ...payload);
  if (question === undefined || more.length > 0)
    return xml("iq", { ...head, type: "error" }, error("modify", "bad-request"));
  const { name, namespace, attributes } = question;
  if (type === "get" && name === "ping" && namespace === SESSION_NS.ping) return result();
  if (
    type === "get" &&
    name === "query" &&
    namespace === NS.info &&
    attributes["node"] === undefined
  )
    return result(described(about));
  return xml("iq", { ...head, type: "error" }, error("cancel", "service-unavailable"));
}

const error = (type: string, condition: string): string =>
  xml("error", { type }, xml(condition, { xmlns: NS.stanzaErrors }));

/** Receipts and markers are not announced: this adapter asks for them and gives none. */
const ALWAYS = [NS.info, SESSION_NS.ping, NS.chatStates] as const;

/** Prompts are executed as commands of the session (XEP-0050). */
const CLIENT: SelfDescription = {
  self: null,
  identities: [["client", "bot"]],
  features: [NS.commands],
};

const described = ({ identities, features }: SelfDescription): string =>
  xml(
    "query",
    { xmlns: NS.info },
    ...identities.map(([category, type]) =>
      xml("identity", { category, type, name: "xmpp-connect" }),
    ),
    ...[...ALWAYS, ...features].map((each) => xml("feature", { var: each })),
  );
