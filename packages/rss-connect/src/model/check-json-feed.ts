// §15 on finished JSON Feed: JSON in UTF-8, and what version 1.1 requires of it.
import { JsonFeed } from "./json-feed.ts";
import type { ValidationProblem } from "./problem.ts";
import { defect } from "./structure.ts";

/** Everything wrong with the bytes as JSON Feed 1.1; an empty list says the document may be served. */
export function checkJsonFeed(bytes: Uint8Array): ValidationProblem[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const says = error instanceof SyntaxError ? "is not JSON" : "is not UTF-8";
    return [defect("well_formed", "feed", `The feed ${says}.`, null)];
  }
  const read = JsonFeed.safeParse(value);
  if (!read.success) {
    return read.error.issues.map(({ path, message }) =>
      defect("structure", path.join("."), `${path.join(".") || "feed"}: ${message}`, null),
    );
  }
  const seen = new Set<string>();
  const again = read.data.items.findIndex(({ id }) => {
    const known = seen.has(id);
    seen.add(id);
    return known;
  });
  return again < 0
    ? []
    : [
        defect(
          "guid_duplicate",
          `items.${again}.id`,
          "Two items have the same identity; readers would merge or ignore one.",
          null,
          "fail.invalid_guid_or_id",
        ),
      ];
}
