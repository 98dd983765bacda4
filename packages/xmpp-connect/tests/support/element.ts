import { parseXml, type XmlElement } from "../../src/model/xml.ts";

/** One element of what a peer might send. */
export function element(text: string): XmlElement {
  const read = parseXml(text);
  if (!read.ok) throw new Error(read.reason);
  return read.element;
}
