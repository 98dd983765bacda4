// RFC 9110 §12.5.3, for the two encodings a feed is kept in.
import type { ContentEncoding } from "./rendered.ts";

const MAX_HEADER = 1024;

/** The q-value each coding is given, lower case; a coding without a valid one is left out. */
const qualities = (header: string): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const part of header.slice(0, MAX_HEADER).split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    if (name === "") continue;
    const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
    if (/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q)) found.set(name, Number(q));
  }
  return found;
};

/** Readers have few ways to say it. */
const MOST_REMEMBERED = 100;
const remembered = new Map<string, ContentEncoding>();

/** gzip where it is accepted and not less welcome than identity; without the header, identity. */
export const negotiateEncoding = (acceptEncoding: string | undefined): ContentEncoding => {
  if (acceptEncoding === undefined) return "identity";
  const known = remembered.get(acceptEncoding);
  if (known !== undefined) return known;
  const encoding = negotiated(acceptEncoding);
  if (acceptEncoding.length <= MAX_HEADER && remembered.size < MOST_REMEMBERED)
    remembered.set(acceptEncoding, encoding);
  return encoding;
};

function negotiated(acceptEncoding: string): ContentEncoding {
  const q = qualities(acceptEncoding);
  const any = q.get("*") ?? 0;
  const gzip = q.get("gzip") ?? q.get("x-gzip") ?? any;
  const identity = q.get("identity") ?? 0;
  return gzip > 0 && gzip >= identity ? "gzip" : "identity";
}
