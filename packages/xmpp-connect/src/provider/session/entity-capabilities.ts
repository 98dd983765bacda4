// XEP-0115: a client names a hash of what it can, so that one answer serves for all that name the same.
import { createHash } from "node:crypto";
import { CLIENT_NAMESPACES } from "../../model/capabilities.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, textOfElement, type XmlElement } from "../../model/xml.ts";

export interface CapsRef {
  /** `node#ver`: what is asked for (§6.2). */
  readonly node: string;
  /** What answers are remembered by: the hash function and its value. */
  readonly key: string;
  readonly hash: string;
  readonly ver: string;
}

/** The hash functions of §5.1 that are still fit for it; SHA-1 is what clients use. */
const HASHES: Readonly<Record<string, string>> = {
  "sha-1": "sha1",
  "sha-256": "sha256",
  "sha-384": "sha384",
  "sha-512": "sha512",
};
const MOST_LENGTH = 1_024;

/** Null: it names none that could be checked, and has to be asked itself. */
export function capsOf(presence: XmlElement): CapsRef | null {
  const { node = "", ver = "", hash = "" } = child(presence, "c", NS.caps)?.attributes ?? {};
  if (node === "" || ver === "" || !Object.hasOwn(HASHES, hash)) return null;
  if (node.length + ver.length > MOST_LENGTH) return null;
  return { node: `${node}#${ver}`, key: `${hash}/${ver}`, hash, ver };
}

/** Whether an answer is what the hash was made of (§5.4). What is ill-formed never is. */
export function isProven(query: XmlElement, { hash, ver }: CapsRef): boolean {
  const text = verificationString(query);
  const algorithm = HASHES[hash];
  return (
    text !== null &&
    algorithm !== undefined &&
    createHash(algorithm).update(text).digest("base64") === ver
  );
}

/**
 * §5.1. Null where §5.4 calls the answer ill-formed, and where another answer with other features would read the same (§8):
 * "<" separates all values alike, and a form's may stand for a feature.
 */
export function verificationString(query: XmlElement): string | null {
  const parts = childrenOf(query);
  const named = (name: string): readonly XmlElement[] =>
    parts.filter((each) => each.name === name && each.namespace === NS.info);
  const identities = named("identity").map(({ attributes }): readonly string[] =>
    ["category", "type", "xml:lang", "name"].map((each) => attributes[each] ?? ""),
  );
  const features = named("feature").map(({ attributes }) => attributes["var"] ?? "");
  const forms = parts
    .filter(({ name, namespace }) => name === "x" && namespace === NS.form)
    .flatMap(formParts);
  const lists = [identities.map((each) => each.join("/")), features, forms.map(([kind]) => kind)];
  if (lists.some((each) => new Set(each).size < each.length)) return null;
  if ([...identities, features, ...forms].flat().some((each) => each.includes("<"))) return null;
  if (forms.flat().some((each) => CLIENT_NAMESPACES.includes(each))) return null;
  return [
    ...identities.toSorted(byOctets).map((each) => each.join("/")),
    ...features.toSorted(octets),
    ...forms.toSorted(byOctets).flat(),
  ]
    .map((each) => `${each}<`)
    .join("");
}

/** XEP-0128: the form's type, then each field's name with its values. None where it has no hidden type (§5.4, 3.6). */
function formParts(form: XmlElement): readonly (readonly string[])[] {
  const fields = childrenOf(form).filter(({ name }) => name === "field");
  const type = fields.find(
    ({ attributes: { var: name, type: kind } }) => name === "FORM_TYPE" && kind === "hidden",
  );
  if (type === undefined) return [];
  const rest = fields
    .filter(({ attributes }) => attributes["var"] !== "FORM_TYPE")
    .map((field) => [field.attributes["var"] ?? "", ...valuesOf(field).toSorted(octets)])
    .toSorted(byOctets);
  return [[valuesOf(type)[0] ?? "", ...rest.flat()]];
}

const valuesOf = (field: XmlElement): readonly string[] =>
  childrenOf(field)
    .filter(({ name }) => name === "value")
    .map(textOfElement);

/** i;octet (RFC 4790 §9.3). */
const octets = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The first in which they differ. */
function byOctets(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at < 0 ? 0 : octets(a[at] ?? "", b[at] ?? "");
}
