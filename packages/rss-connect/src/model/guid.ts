// The identity of an item: given by the caller, or derived once and kept (§15, §26).
import { createHash } from "node:crypto";
import { redact, type ValidationProblem } from "./problem.ts";
import { illegalXmlCharacters } from "./text.ts";

export const MAX_GUID_LENGTH = 512;

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** RFC 8141 §2: a namespace identifier has 2 to 32 characters. */
const URN = /^urn:([a-z0-9][a-z0-9-]{0,30}[a-z0-9]):([^#?]+)(?:[#?].*)?$/i;
/** RFC 4151 §2.1. */
const TAG = /^tag:(?:[a-z0-9._-]+@)?[a-z0-9]+(?:[.-][a-z0-9]+)*,\d{4}(?:-\d{2}(?:-\d{2})?)?:/i;

const uriProblem = (guid: string): string | undefined => {
  const rest = guid.slice(guid.indexOf(":") + 1);
  if (rest === "") return "names a scheme and nothing else";
  if (!URI_CHARACTERS.test(guid)) return "holds a character that a URI must percent-encode";
  if (/^urn:/i.test(guid)) {
    const [, namespace = "", specific = ""] = URN.exec(guid) ?? [];
    if (namespace === "")
      return "is not a valid URN: the namespace after urn: needs 2 to 32 characters (RFC 8141)";
    if (/^uuid$/i.test(namespace) && !UUID.test(specific)) return "is not a valid urn:uuid:";
  }
  if (/^tag:/i.test(guid) && !TAG.test(guid)) return "is not a valid tag: URI (RFC 4151)";
  if (/^https?:/i.test(guid) && !(/^https?:\/\/[^/?#]/i.test(guid) && URL.canParse(guid)))
    return "is not an absolute http or https URL";
  return undefined;
};

const wrongWith = (guid: string): string | undefined => {
  if (guid === "") return "is empty";
  if (guid.length > MAX_GUID_LENGTH) return `is longer than ${MAX_GUID_LENGTH} characters`;
  const [illegal] = illegalXmlCharacters(guid);
  if (illegal !== undefined) return `holds ${illegal.name} at position ${illegal.index}`;
  if (/\s/.test(guid)) return "holds white space, which readers treat differently";
  return SCHEME.test(guid) ? uriProblem(guid) : undefined;
};

/** A GUID is an absolute URI or an opaque token; it is compared and published byte for byte. */
export const guidProblems = (guid: string, field = "guid"): ValidationProblem[] => {
  const wrong = wrongWith(guid);
  if (wrong === undefined) return [];
  return [
    {
      rule: "guid",
      subclass: "fail.invalid_guid_or_id",
      field,
      value: redact(guid),
      message: `${field} ${wrong}: "${redact(guid)}".`,
      remedy: "Use a tag: or urn:uuid: URI or a token without white space, or leave it out.",
    },
  ];
};

export interface GuidOrigin {
  readonly feed_id: string;
  /** The host in it is the tagging entity of RFC 4151. */
  readonly feed_url: string;
  /** When the feed was registered; its day is the date of RFC 4151. */
  readonly created_at: string;
}

/**
 * `tag:<host>,<day of registration>:<feed id>/<item id>`, the same for the same arguments. Store it
 * with the item: an update keeps the stored GUID even when the feed has moved to another host.
 */
export const derivedGuid = (feed: GuidOrigin, itemId: string): string => {
  const prefix = tagPrefix(feed);
  const ids = [feed.feed_id, itemId];
  if (ids.every((id) => id.isWellFormed())) {
    const guid = prefix + ids.map(percentEncode).join("/");
    if (guid.length <= MAX_GUID_LENGTH) return guid;
  }
  const hash = createHash("sha256").update(Buffer.from(JSON.stringify(ids), "utf16le"));
  return `${prefix}sha256/${hash.digest("hex")}`;
};

/** The identity of the feed itself: what stands before the item's id in the GUIDs derived for it. */
export const derivedFeedId = (feed: GuidOrigin): string =>
  `${tagPrefix(feed)}${percentEncode(feed.feed_id)}`;

function tagPrefix(feed: GuidOrigin): string {
  const { hostname } = new URL(feed.feed_url);
  // Host forms that RFC 4151 cannot name: IPv6 literals, empty labels, underscores.
  const authority = hostname.replaceAll(/[^a-z0-9.-]/g, "-").replaceAll(/^[.-]+|[.-]+$/g, "");
  const day = new Date(feed.created_at).toISOString().slice(0, 10);
  return `tag:${authority.replaceAll(/[.-]{2,}/g, "-")},${day}:`;
}

/**
 * The item's identity where it must be an absolute IRI (atom:id, RFC 4287 §4.2.6): a GUID that is a URI as it is, an
 * opaque token below the identity of its feed. The same GUID always gives the same id, and different ones different ids.
 */
export const guidAsIri = (guid: string, feedId: string): string =>
  SCHEME.test(guid)
    ? guid
    : `${feedId}${feedId.startsWith("tag:") ? "/guid/" : "#guid="}${encodeURIComponent(guid)}`;

const percentEncode = (id: string): string => encodeURIComponent(id);
