import type { XmlElement } from "../../model/xml.ts";
import { escapeXml } from "../../model/xml.ts";

/**
 * An element as text that stands by itself. Attributes of foreign namespaces, whose prefixes were the stream's, are left out;
 * nothing that is read here has any.
 */
export function written(element: XmlElement, outer = ""): string {
  const { name, namespace, attributes, children } = element;
  const own = namespace === outer ? "" : ` xmlns="${escapeXml(namespace)}"`;
  let text = `<${name}${own}`;
  for (const [key, value] of Object.entries(attributes))
    if (!key.includes(":") || key.startsWith("xml:")) text += ` ${key}="${escaped(value)}"`;
  if (children.length === 0) return `${text}/>`;
  text += ">";
  for (const node of children)
    text += typeof node === "string" ? escapeXml(node) : written(node, namespace);
  return `${text}</${name}>`;
}

/** A parser would make spaces of these in an attribute (XML 1.0 §3.3.3). */
const escaped = (value: string): string =>
  /[\n\t]/.test(value)
    ? escapeXml(value).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")
    : escapeXml(value);
