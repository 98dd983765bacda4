import type { XmlElement } from "../../model/xml.ts";
import { escapeXml } from "../../model/xml.ts";

/**
 * An element as text that stands by itself. Attributes of foreign namespaces, whose prefixes were the stream's, are left out;
 * nothing that is read here has any.
 */
export function written(element: XmlElement, outer = ""): string {
  const { name, namespace, attributes, children } = element;
  const own = namespace === outer ? "" : ` xmlns="${escapeXml(namespace)}"`;
  const rest = Object.entries(attributes)
    .filter(([key]) => !key.includes(":") || key.startsWith("xml:"))
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join("");
  if (children.length === 0) return `<${name}${own}${rest}/>`;
  const inner = children
    .map((node) => (typeof node === "string" ? escapeXml(node) : written(node, namespace)))
    .join("");
  return `<${name}${own}${rest}>${inner}</${name}>`;
}

/** A parser would make spaces of these in an attribute (XML 1.0 §3.3.3). */
const escaped = (value: string): string =>
  escapeXml(value).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
