// A strict reading of an RSS document: namespace-aware and without any leniency.
import { SaxesParser } from "saxes";

export interface RssElement {
  /** Local name; `uri` is "" for RSS's own elements. */
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly RssElement[];
}

export type ReadXml =
  | { readonly ok: true; readonly root: RssElement }
  | { readonly ok: false; readonly errors: readonly string[] };

type Open = { -readonly [K in keyof RssElement]: RssElement[K] } & { children: RssElement[] };

const MAX_ERRORS = 10;

/** The element tree of well-formed UTF-8 XML without a document type, or what is wrong with it. */
export const readXml = (bytes: Uint8Array): ReadXml => {
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, errors: ["the bytes are not valid UTF-8"] };
  }
  const errors: string[] = [];
  const stack: Open[] = [];
  let root: RssElement | undefined;
  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.on("error", (error) => {
    if (errors.length < MAX_ERRORS) errors.push(error.message);
  });
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
      errors.push(`the declaration names the encoding ${encoding}, the bytes are UTF-8`);
  });
  parser.on("doctype", () => errors.push("a document type declaration is not allowed"));
  parser.on("opentag", ({ local, uri, attributes }) => {
    const element: Open = { name: local, uri, text: "", children: [], attributes: {} };
    element.attributes = Object.fromEntries(
      Object.values(attributes).map((one) => [one.name, one.value]),
    );
    stack.at(-1)?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const addText = (value: string): void => {
    const open = stack.at(-1);
    if (open !== undefined) open.text += value;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => void stack.pop());
  parser.write(source).close();
  if (errors.length > 0 || root === undefined)
    return { ok: false, errors: errors.length > 0 ? errors : ["there is no element"] };
  return { ok: true, root };
};

/** RSS's own children of that name (elements of other namespaces do not count). */
export const childrenNamed = (element: RssElement, name: string): readonly RssElement[] =>
  element.children.filter((child) => child.name === name && child.uri === "");
