// What checking the bytes of an XML feed is made of, whatever its format.
import type { ValidationProblem } from "./problem.ts";
import { childrenNamed, type XmlError, type XmlRead } from "./read-xml.ts";

export type Check = (parent: XmlRead, at: string) => ValidationProblem[];

const REMEDY = "The document is defective and is not published; correct the named part.";

/** Something wrong with a part of the document. */
export const defect = (
  rule: string,
  field: string,
  message: string,
  at: Pick<XmlRead, "line"> | null,
  subclass: ValidationProblem["subclass"] = "fail.feed_invalid",
): ValidationProblem => ({
  rule,
  subclass,
  field,
  message,
  remedy: REMEDY,
  ...(at === null ? {} : { line: at.line }),
});

export const notWellFormed = (errors: readonly XmlError[]): ValidationProblem[] =>
  errors.map(({ says, line }) =>
    defect(
      "well_formed",
      "feed",
      `The feed is not well-formed XML: ${says}.`,
      line === null ? null : { line },
    ),
  );

/** How often an element may stand in its parent (`least` to once), and what its text must be. */
export const exactly =
  (name: string, least: number, valid: (text: string) => boolean = () => true, uri = ""): Check =>
  (parent, at) => {
    const found = childrenNamed(parent, name, uri);
    const field = `${at}/${name}`;
    const [, second] = found;
    if (found.length < least) return [defect("structure", field, `${field} is missing.`, parent)];
    if (second !== undefined)
      return [defect("structure", field, `${field} stands ${found.length} times.`, second)];
    return found
      .filter((one) => !valid(one.text))
      .map((one) => defect("value", field, `${field} is not valid.`, one));
  };

/** The identities of items, each of which may stand once. */
export function repeated(ids: readonly XmlRead[], field: string): ValidationProblem[] {
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (!seen.has(id.text)) {
      seen.add(id.text);
      return [];
    }
    const says = "Two items have the same identity; readers would merge or ignore one.";
    return [defect("guid_duplicate", field, says, id, "fail.invalid_guid_or_id")];
  });
}
