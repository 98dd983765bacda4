// What an item carries: an Atom entry (RFC 4287), the payload that PubSub clients know (XEP-0060 §7.1.2, example 99).
import { timestamp, type Instant } from "@underclaim/runtime";
import { NS } from "./namespaces.ts";
import { escapeXml, xml } from "./xml.ts";

export interface AtomEntry {
  /** An IRI. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly links: readonly string[];
  readonly updated: Instant;
  /** BCP 47 */
  readonly language: string | null;
}

export const atomEntry = ({ id, title, body, links, updated, language }: AtomEntry): string =>
  xml(
    "entry",
    { xmlns: NS.atom, "xml:lang": language },
    xml("id", {}, escapeXml(id)),
    xml("title", {}, escapeXml(title)),
    xml("updated", {}, timestamp(updated)),
    xml("content", { type: "text" }, escapeXml(body)),
    ...links.map((href) => xml("link", { rel: "related", href })),
  );

/** Atom asks for a title (§4.1.2): the subject, else how the text begins. */
export const titleOf = (subject: string | null, body: string): string => {
  if (subject !== null && subject.trim() !== "") return subject;
  const [line = ""] = body.trim().split("\n");
  const words = Array.from(line);
  return words.length <= 80 ? line : `${words.slice(0, 79).join("")}…`;
};
