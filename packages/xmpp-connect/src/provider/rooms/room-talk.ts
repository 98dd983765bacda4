// Which of what occupants say to each other goes further than the session. Pure.
import { NS } from "../../model/namespaces.ts";
import { child, type XmlElement } from "../../model/xml.ts";

/** Most talk names nothing and is a keyword to nobody: what is longer than any keyword and answers nothing goes no further. */
export function mayConcernUs(message: XmlElement): boolean {
  if (child(message, "reply", NS.reply) !== null || child(message, "thread", NS.client) !== null)
    return true;
  if (MARKERS.some((name) => child(message, name, NS.markers) !== null)) return true;
  const body = child(message, "body", NS.client);
  return body !== null && bodyLength(body) <= LONGEST_KEYWORD;
}
const MARKERS = ["displayed", "acknowledged"];
/** Of the configuration's words (40), with what may stand around one. */
const LONGEST_KEYWORD = 80;
const bodyLength = (body: XmlElement): number =>
  body.children.reduce((sum, node) => sum + (typeof node === "string" ? node.length : 0), 0);
