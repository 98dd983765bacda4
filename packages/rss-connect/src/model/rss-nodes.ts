// How values reach the XML writer under `feed` intact (docs/decisions/0020-rss-rendering.md).
import type { Extension } from "feed";

/** The writer turns "&amp;" into "&" before it escapes, so a literal "&amp;" would be lost. */
export const text = (value: string): string => value.replaceAll("&", "&amp;");

/** The writer escapes only double quotes in attributes. */
export const attribute = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export interface Node {
  readonly _text?: string;
  readonly _cdata?: readonly string[];
  readonly _attributes?: Readonly<Record<string, string>>;
}

/**
 * Markup as character data: half the size of the escaped form and read faster. The writer splits
 * only the first "]]>" of a section, so each piece is a section of its own and holds none.
 */
export const markup = (value: string): Node => ({
  _cdata: value
    .split("]]>")
    .map(
      (piece, index, { length }) =>
        (index === 0 ? "" : ">") + piece + (index === length - 1 ? "" : "]]"),
    ),
});

/** An element with plain text. */
export const element = (value: string, attributes?: Readonly<Record<string, string>>): Node => ({
  ...(attributes && {
    _attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, of]) => [name, attribute(of)]),
    ),
  }),
  _text: text(value),
});

/** `feed` types extension objects as records; its writer takes a list for repeated elements. */
export const extension = (name: string, nodes: readonly Node[]): Extension => ({
  name,
  objects: nodes as unknown as Record<string, unknown>,
});
