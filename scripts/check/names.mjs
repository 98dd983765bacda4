// No identifier, event type, field or route may suggest that a technical event is a legal or human success
// (RssAdapterSpecification §32, SmsAdapterSpecification §35, XmppAdapterSpecification §35).
// A quotation is allowed where its line, or the one before, says `names: quoted`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const marker = "names: quoted";

/** Matched against whole snake_case names, word by word: `(?:^|_)` … `(?:_|$)` is added on both sides. */
const denied = [
  /(?:recipient|participant|addressee|person)_(?:was_)?(?:legally_)?(?:notified|informed|aware)/, // names: quoted
  /(?:human|participant|recipient)_(?:has_)?read_(?:confirmed|proven|proof)/, // names: quoted
  /legal(?:ly)?_(?:notice|delivery|notification|service|receipt)_(?:completed|confirmed|proven|done)/, // names: quoted
  /(?:delivery|notice|notification)_legally_(?:completed|delivered|effective)/, // names: quoted
  /legally_(?:delivered|notified|served|binding|effective|received)/, // names: quoted
  /proof_of_(?:delivery|receipt|reading|awareness|notice|notification|service|acceptance)/, // names: quoted
  /(?:awareness|comprehension)_(?:proven|confirmed|achieved)/, // names: quoted
  /(?:delivery|reading)_(?:guaranteed|proven)/, // names: quoted
  /(?:notice|process)_served/, // names: quoted
  /contract_(?:closed|concluded|accepted)/, // names: quoted
].map((pattern) => new RegExp(`(?:^|_)${pattern.source}(?:_|$)`));

/** `RecipientWasNotified`, `recipient-was.notified` and `/recipient/was_notified` all become one snake_case name (names: quoted). */
export function toSnakeCase(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

/** @returns {{line: number, name: string}[]} every denied name in a text */
export function findDeniedNames(text) {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.includes(marker) || lines[index - 1]?.includes(marker)) return [];
    const names = line.match(/[A-Za-z0-9_$]+(?:[./:-]+[A-Za-z0-9_$]+)*/g) ?? [];
    const hits = names.filter((name) => denied.some((pattern) => pattern.test(toSnakeCase(name))));
    return hits.map((name) => ({ line: index + 1, name }));
  });
}

/** @returns {string[]} the sources, schemas and scripts that are searched, relative to the root */
function sources(root) {
  const inside = (dir) => {
    const absolute = path.join(root, dir);
    if (!existsSync(absolute)) return [];
    const entries = readdirSync(absolute, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.(?:ts|mjs|json)$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  };
  const rooms = ["packages", "apps"].flatMap((parent) =>
    existsSync(path.join(root, parent))
      ? readdirSync(path.join(root, parent)).map((dir) => `${parent}/${dir}/src`)
      : [],
  );
  return [...rooms, "schemas", "scripts"].flatMap(inside);
}

if (import.meta.main) {
  const root = path.resolve(import.meta.dirname, "../..");
  for (const file of sources(root)) {
    for (const { line, name } of findDeniedNames(readFileSync(path.join(root, file), "utf8"))) {
      console.error(
        `${file}:${line}: ${name} suggests more than a channel can show (a quotation says "${marker}")`,
      );
      process.exitCode = 1;
    }
  }
}
