import type { AddressAnswer } from "@underclaim/send-guardrails";
import { readJid } from "@underclaim/xmpp-connect/jid";

const no = (message: string): AddressAnswer => ({ ok: false, message });

/**
 * The strict form of a bare JID (RFC 7622): the only liberty is the case of ASCII letters. Whatever preparation would map
 * onto something else (full width, compatibility forms, a trailing or ideographic dot, punycode) is refused and not mapped:
 * what a person was shown is then what the wire carries, and look-alikes stay different addresses.
 */
export function strictJid(text: string): AddressAnswer {
  const read = readJid(text);
  if (!read.ok) return no(read.message);
  const { local, resource, bare } = read.jid;
  if (resource !== null)
    return no(
      "The JID has a resource (a slash and what follows). Give the bare JID, name@example.net.",
    );
  if (local === null) return no("The JID has no part before the at-sign. Give name@example.net.");
  if (asciiLower(text) !== bare)
    return no(
      "The JID is not in its plain form: a letter's width or case outside ASCII, a dot at the end or of another script, or punycode. Write it as the account's own server shows it.",
    );
  return { ok: true, address: bare };
}

const asciiLower = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
