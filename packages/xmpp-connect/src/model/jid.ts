// XMPP addresses (RFC 7622).
import { isIPv4, isIPv6 } from "node:net";
import { domainToUnicode, domainToASCII } from "node:url";
import { memo } from "@underclaim/runtime";
import { opaqueString, usernameCaseMapped } from "./precis.ts";

export interface Jid {
  readonly local: string | null;
  readonly domain: string;
  readonly resource: string | null;
  /** `local@domain`, or the domain alone. */
  readonly bare: string;
  /** With the resource, where there is one. */
  readonly full: string;
}

export type JidAnswer =
  | { readonly ok: true; readonly jid: Jid }
  /** The message never repeats the address. */
  | { readonly ok: false; readonly problem: "missing" | "invalid"; readonly message: string };

/** RFC 7622 §3.1: each part, in octets of UTF-8. */
const MOST_OCTETS = 1_023;
/** §3.3.1: beyond what PRECIS excludes. */
const EXCLUDED_IN_LOCAL = /["&'/:<>@]/;

/** Reads and prepares an address: case and width of the parts before the resource do not matter, all else does. */
export function readJid(text: string): JidAnswer {
  if (text.trim() === "")
    return {
      ok: false,
      problem: "missing",
      message: "There is no JID. Give one like name@example.net.",
    };
  // §3.2: the first slash ends the domain, the first at-sign before it ends the local part.
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const at = address.indexOf("@");
  const local = at < 0 ? null : localpart(address.slice(0, at));
  const domain = domainpart(at < 0 ? address : address.slice(at + 1));
  const resource = slash < 0 ? null : resourcepart(text.slice(slash + 1));
  if (at >= 0 && local === null) return invalid("the part before the at-sign");
  if (domain === null) return invalid("the domain");
  if (slash >= 0 && resource === null) return invalid("the resource after the slash");
  const bare = local === null ? domain : `${local}@${domain}`;
  return {
    ok: true,
    jid: { local, domain, resource, bare, full: resource === null ? bare : `${bare}/${resource}` },
  };
}

/** For addresses that a server has stamped on a stanza: null where it is none. */
export const jidOf = (text: string | null | undefined): Jid | null => remembered(text ?? "");

/** For an erasure: what was read lately is read anew. */
export const forgetJids = (): void => remembered.forget();

const remembered = memo((text): Jid | null => {
  const answer = readJid(text);
  return answer.ok ? answer.jid : null;
});

const invalid = (part: string): JidAnswer => ({
  ok: false,
  problem: "invalid",
  message: `This is no JID (RFC 7622): ${part} is empty, too long or holds characters that are not allowed there. Write it like name@example.net or name@example.net/resource.`,
});

const fits = (part: string): boolean => Buffer.byteLength(part) <= MOST_OCTETS;

function localpart(text: string): string | null {
  const prepared = usernameCaseMapped(text);
  return prepared !== null && fits(prepared) && !EXCLUDED_IN_LOCAL.test(prepared) ? prepared : null;
}

function resourcepart(text: string): string | null {
  const prepared = opaqueString(text);
  return prepared !== null && fits(prepared) ? prepared : null;
}

/** §3.2: an IP address, or a name of U-labels in lower case; a single final dot is dropped. */
function domainpart(text: string): string | null {
  if (text.startsWith("[") && text.endsWith("]"))
    return isIPv6(text.slice(1, -1)) ? text.toLowerCase() : null;
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  if (isIPv4(name)) return name;
  if (name === "" || /[\s@/\\%?#:]/.test(name)) return null;
  const ascii = domainToASCII(name);
  if (ascii === "" || ascii.length > 253 || !ascii.split(".").every(isLabel) || isIPv4(ascii))
    return null;
  const unicode = domainToUnicode(ascii);
  return unicode !== "" && fits(unicode) ? unicode : null;
}

const isLabel = (label: string): boolean => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label);
