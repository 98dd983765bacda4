// A strict reading of an XML document: namespace-aware and without any leniency.
import { RoomySaxes } from "@underclaim/runtime/xml";

export interface XmlRead {
  /** Local name; `uri` is "" for RSS's own elements. */
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly XmlRead[];
  /** Where its start tag ends, from 1. */
  readonly line: number;
}

export type ReadXml =
  | { readonly ok: true; readonly root: XmlRead }
  | { readonly ok: false; readonly errors: readonly XmlError[] };

export interface XmlError {
  readonly says: string;
  /** From 1; null where the bytes have no lines. */
  readonly line: number | null;
}

type Open = { -readonly [K in keyof XmlRead]: XmlRead[K] } & { children: XmlRead[] };

const MAX_ERRORS = 10;

/** The parser says "line:column: what"; it counts lines from 1. */
function errorOf(message: string): XmlError {
  const [, line, says] = /^(\d+):\d+: (.*)$/s.exec(message) ?? [];
  return { says: says ?? message, line: line === undefined ? null : Number(line) };
}

/** The element tree of well-formed UTF-8 XML without a document type, or what is wrong with it. */
export const readXml = (bytes: Uint8Array): ReadXml => {
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, errors: [{ says: "the bytes are not valid UTF-8", line: null }] };
  }
  const errors: XmlError[] = [];
  const stack: Open[] = [];
  let root: XmlRead | undefined;
  const parser = new RoomySaxes({ xmlns: true, position: true });
  parser.on("error", (error) => {
    if (errors.length < MAX_ERRORS) errors.push(errorOf(error.message));
  });
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
      errors.push({
        says: `the declaration names the encoding ${encoding}, the bytes are UTF-8`,
        line: parser.line,
      });
  });
  parser.on("doctype", () =>
    errors.push({ says: "a document type declaration is not allowed", line: parser.line }),
  );
  parser.on("opentag", ({ local, uri, attributes }) => {
    const element: Open = {
      name: local,
      uri,
      text: "",
      children: [],
      attributes: {},
      line: parser.line,
    };
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
    return {
      ok: false,
      errors: errors.length > 0 ? errors : [{ says: "there is no element", line: null }],
    };
  return { ok: true, root };
};

/** Its children of that name and namespace; "" is RSS's own. */
export const childrenNamed = (element: XmlRead, name: string, uri = ""): readonly XmlRead[] =>
  element.children.filter((child) => child.name === name && child.uri === uri);
