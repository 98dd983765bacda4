// Stanzas as trees of plain values. The parser is bounded and knows no DTD: what a peer sends cannot exhaust it.
import { RoomySaxes } from "@underclaim/runtime/xml";

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  /** By their local names; those of foreign namespaces with their prefix (`xml:lang`). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlLimits {
  /** UTF-16 code units of the whole. */
  readonly length: number;
  readonly depth: number;
  /** Elements and texts, in all. */
  readonly nodes: number;
}

const XML_LIMITS: XmlLimits = { length: 262_144, depth: 32, nodes: 4_096 };

export type XmlAnswer =
  | { readonly ok: true; readonly element: XmlElement }
  | { readonly ok: false; readonly reason: string };

interface Open {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Record<string, string>;
  readonly children: (XmlElement | string)[];
}

class Refused extends Error {}

/** One element. Never throws. The stream's namespace (`jabber:client`) is assumed where a stanza names none. */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): XmlAnswer {
  if (text.length > limits.length)
    return { ok: false, reason: "It is longer than a stanza may be." };
  const parser = new RoomySaxes({ xmlns: true, fragment: false, additionalNamespaces: {} });
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let nodes = 0;
  const count = (): void => {
    nodes += 1;
    if (nodes > limits.nodes) throw new Refused("It has more parts than a stanza may have.");
  };
  parser.on("error", () => {
    throw new Refused("It is not well-formed XML.");
  });
  parser.on("doctype", () => {
    throw new Refused("It has a DTD, which XMPP forbids (RFC 6120 §11.1).");
  });
  parser.on("processinginstruction", () => {
    throw new Refused("It has a processing instruction, which XMPP forbids (RFC 6120 §11.1).");
  });
  parser.on("comment", () => {
    throw new Refused("It has a comment, which XMPP forbids (RFC 6120 §11.1).");
  });
  parser.on("opentag", (tag) => {
    count();
    if (open.length >= limits.depth) throw new Refused("It is nested deeper than a stanza may be.");
    const attributes: Record<string, string> = {};
    for (const { name, local, prefix, value } of Object.values(tag.attributes)) {
      if (prefix === "xmlns" || name === "xmlns") continue;
      attributes[prefix === "" ? local : name] = value;
    }
    open.push({
      name: tag.local,
      namespace: tag.uri === "" ? "jabber:client" : tag.uri,
      attributes,
      children: [],
    });
  });
  const add = (text: string): void => {
    const parent = open.at(-1);
    if (parent === undefined || text === "") return;
    const last = parent.children.at(-1);
    if (typeof last === "string") parent.children[parent.children.length - 1] = last + text;
    else {
      count();
      parent.children.push(text);
    }
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    const closed = open.pop();
    if (closed === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    return { ok: false, reason: "It is not well-formed XML." };
  }
  return root === null
    ? { ok: false, reason: "It holds no element." }
    : { ok: true, element: root };
}

const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== "string";

export const childrenOf = (element: XmlElement): readonly XmlElement[] =>
  element.children.filter(isElement);

/** The first child of this name and namespace. */
export const child = (
  element: XmlElement | null | undefined,
  name: string,
  namespace: string,
): XmlElement | null =>
  element?.children
    .filter(isElement)
    .find((each) => each.name === name && each.namespace === namespace) ?? null;

export const textOfElement = (element: XmlElement | null | undefined): string =>
  element?.children.filter((node) => typeof node === "string").join("") ?? "";

/** Characters that XML 1.0 §2.2 can carry, without the noncharacters that servers end streams for. */
const UNSENDABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\ufdd0-\ufdef]/u;

/** Whether a text can stand in a stanza at all. */
export const isSendable = (text: string): boolean => text.isWellFormed() && !UNSENDABLE.test(text);

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;",
};

const ESCAPED = /[&<>"'\r]/;

/** For text and attribute values. The text must be sendable. */
export const escapeXml = (text: string): string =>
  // Mostly there is nothing, and looking is cheaper than replacing.
  ESCAPED.test(text)
    ? text.replaceAll(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character)
    : text;

/** An element as text. Names are ours; values are escaped; null and absent attributes are left out. */
export function xml(
  name: string,
  attributes: Readonly<Record<string, string | null | undefined>> = {},
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(value ?? "")}"`)
    .join("");
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join("")}</${name}>`;
}
