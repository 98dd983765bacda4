// XML 1.0 that is well formed by construction: names are the program's own, and no value reaches the text unescaped.

export interface XmlElement {
  /** A constant of the program, with its prefix. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Escaped character data. */
  readonly text?: string;
  /** Markup as CDATA sections: half the size of the escaped form and read faster. */
  readonly cdata?: string;
  readonly children?: readonly XmlElement[];
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** XML 1.0 §2.2: no document can carry these, escaped or not. Validation refuses them; here nothing relies on it. */
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const characters = (value: string): string =>
  value.toWellFormed().replaceAll(NO_CHARACTER, "\ufffd");

const escaped = (value: string, which: RegExp): string =>
  characters(value).replaceAll(which, (character) => ESCAPES[character] ?? character);

/** A carriage return would be read as a line feed (§2.11). */
const textOf = (value: string): string => escaped(value, /[&<>\r]/g);

/** White space other than a space would be read as one (§3.3.3). */
const attributeOf = (value: string): string => escaped(value, /[&<>"\t\n\r]/g);

/** A section ends at the first "]]>", so each piece is a section of its own and holds none. */
const sections = (value: string): string =>
  characters(value)
    .replaceAll(/\r\n?/g, "\n")
    .split("]]>")
    .map(
      (piece, index, { length }) =>
        `<![CDATA[${index === 0 ? "" : ">"}${piece}${index === length - 1 ? "" : "]]"}]]>`,
    )
    .join("");

function write(element: XmlElement, indent: string, out: string[]): void {
  const { name, attributes = {}, text, cdata, children = [] } = element;
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attributeOf(value)}"`)
    .join("");
  const inside = cdata === undefined ? textOf(text ?? "") : sections(cdata);
  if (children.length > 0) {
    out.push(`${indent}<${name}${written}>`);
    for (const child of children) write(child, `${indent}    `, out);
    out.push(`${indent}</${name}>`);
  } else if (inside === "") out.push(`${indent}<${name}${written}/>`);
  else out.push(`${indent}<${name}${written}>${inside}</${name}>`);
}

/** The document as text; the same for the same tree. */
export function xmlDocument(root: XmlElement): string {
  const out = ['<?xml version="1.0" encoding="utf-8"?>'];
  write(root, "", out);
  return out.join("\n");
}

export const textElement = (
  name: string,
  text: string,
  attributes?: Readonly<Record<string, string>>,
): XmlElement => ({ name, text, ...(attributes === undefined ? {} : { attributes }) });
