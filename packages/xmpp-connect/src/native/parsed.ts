// A stanza that a session hands in has been parsed already. Its text is what counts, and what is kept; that it means the same
// tree is not found out twice.
import { textOf, type WireRequest } from "@underclaim/runtime";
import { parseXml, type XmlElement } from "../model/xml.ts";

type Read =
  | { readonly ok: true; readonly text: string; readonly element: XmlElement }
  | { readonly ok: false; readonly reason: string };

const known = new WeakMap<Uint8Array, { readonly text: string; readonly element: XmlElement }>();

/** @param element what `text` was written from. @returns the body of the wire request */
export function parsedBody(text: string, element: XmlElement): Uint8Array {
  const body = Buffer.from(text);
  known.set(body, { text, element });
  return body;
}

export function readStanza(wire: Pick<WireRequest, "body">): Read {
  const before = known.get(wire.body);
  if (before !== undefined) return { ok: true, ...before };
  const text = textOf(wire);
  if (text === null) return { ok: false, reason: "The stanza is not UTF-8." };
  const parsed = parseXml(text);
  return parsed.ok ? { ok: true, text, element: parsed.element } : parsed;
}
