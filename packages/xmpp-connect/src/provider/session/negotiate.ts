// From an open connection to a session (RFC 6120 §4.3, §7; XEP-0198 §3, §5): one step after the other.
import { child, textOfElement, xml, type XmlElement } from "../../model/xml.ts";
import { jidOf } from "../../model/jid.ts";
import { SessionFailure } from "./failure.ts";
import { SESSION_NS } from "./names.ts";
import { authenticate } from "./sasl.ts";
import type { ScramCredentials, ScramMechanism } from "./scram.ts";
import type { Stream } from "./stream.ts";

export interface Applicant {
  /** The own bare JID, prepared. */
  readonly jid: string;
  readonly credentials: ScramCredentials;
  readonly mechanisms: readonly ScramMechanism[];
  /** Random: a fixed one makes two instances throw each other out. */
  readonly resource: string;
  readonly bindId: string;
  /** The session to be taken up again, and how many of its stanzas have been handled here. */
  readonly resumable: {
    readonly id: string;
    readonly handled: number;
    /** It is lost. The server may say how many of its stanzas it had handled (XEP-0198 §5). */
    readonly lost: (handled: number | null) => Promise<void>;
  } | null;
}

export type Negotiated =
  | { readonly kind: "resumed"; readonly handled: number }
  | {
      readonly kind: "bound";
      /** The own full JID. */
      readonly jid: string;
      readonly management: { readonly id: string | null } | null;
    };

export async function negotiate(stream: Stream, applicant: Applicant): Promise<Negotiated> {
  await stream.begin();
  let features = await featuresOf(stream);
  if (!stream.isSecure()) {
    if (child(features, "starttls", SESSION_NS.tls) === null)
      throw new SessionFailure("insecure", "The server offers no STARTTLS.", "no-starttls");
    stream.put(xml("starttls", { xmlns: SESSION_NS.tls }));
    const reply = await stream.next();
    if (reply.name !== "proceed" || reply.namespace !== SESSION_NS.tls)
      throw new SessionFailure("insecure", "The server refused STARTTLS.", "no-starttls");
    await stream.secure();
    features = await featuresOf(stream);
  }
  await authenticate(stream, features, applicant.mechanisms, applicant.credentials);
  stream._jid(applicant.jid);
  await stream.startAgain();
  features = await featuresOf(stream);
  const managed = child(features, "sm", SESSION_NS.management) !== null;
  if (!managed || applicant.resumable === null) return bound(stream, applicant, managed);

  const { id, handled, lost } = applicant.resumable;
  stream.put(xml("resume", { xmlns: SESSION_NS.management, h: String(handled), previd: id }));
  const reply = await stream.next();
  if (reply.namespace !== SESSION_NS.management)
    throw new SessionFailure("protocol", "The server did not answer to a resumption.");
  const said = countOf(reply);
  if (reply.name !== "resumed") {
    await lost(said);
    return bound(stream, applicant, managed);
  }
  if (said === null) throw new SessionFailure("protocol", "A resumption came without a count.");
  return { kind: "resumed", handled: said };
}

async function bound(
  stream: Stream,
  { jid: own, resource, bindId }: Applicant,
  managed: boolean,
): Promise<Negotiated> {
  const wish = xml("bind", { xmlns: SESSION_NS.bind }, xml("resource", {}, resource));
  stream.put(xml("iq", { type: "set", id: bindId }, wish));
  const reply = await stream.next();
  const binding = child(reply, "bind", SESSION_NS.bind);
  const jid = jidOf(textOfElement(child(binding, "jid", SESSION_NS.bind)));
  const ours = reply.attributes["id"] === bindId && reply.attributes["type"] === "result";
  // A server may choose the resource, and not the account.
  if (!ours || jid === null || jid.resource === null || jid.bare !== own)
    throw new SessionFailure("protocol", "The server bound no resource of this account.", "bind");
  const result = { kind: "bound", jid: jid.full } as const;
  if (!managed) return { ...result, management: null };

  stream.put(xml("enable", { xmlns: SESSION_NS.management, resume: "true" }));
  const enabled = await stream.next();
  if (enabled.namespace !== SESSION_NS.management || enabled.name !== "enabled")
    return { ...result, management: null };
  const resumes = ["true", "1"].includes(enabled.attributes["resume"] ?? "");
  return { ...result, management: { id: resumes ? (enabled.attributes["id"] ?? null) : null } };
}

async function featuresOf(stream: Stream): Promise<XmlElement> {
  const element = await stream.next();
  if (element.name === "features" && element.namespace === SESSION_NS.stream) return element;
  throw new SessionFailure("protocol", "The server did not say what it offers.");
}

/** XEP-0198 §4: unsigned, 32 bits. */
export function countOf(element: XmlElement): number | null {
  const text = element.attributes["h"] ?? "";
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return count < 2 ** 32 ? count : null;
}
