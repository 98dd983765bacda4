// SASL (RFC 6120 §6), with SCRAM only: never a password in the clear, and never a server that has not proven itself.
import { child, childrenOf, textOfElement, xml, type XmlElement } from "../../model/xml.ts";
import { SessionFailure } from "./failure.ts";
import { SESSION_NS } from "./names.ts";
import { scramFinal, scramFirst, type ScramCredentials, type ScramMechanism } from "./scram.ts";
import type { Stream } from "./stream.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const decoded = (element: XmlElement): string =>
  Buffer.from(textOfElement(element), "base64").toString("utf8");

/** Resolves once both sides have proven that they know the password. */
export async function authenticate(
  stream: Stream,
  features: XmlElement,
  allowed: readonly ScramMechanism[],
  credentials: ScramCredentials,
): Promise<void> {
  if (!stream.isSecure()) throw new SessionFailure("insecure", "The connection is not encrypted.");
  const offered = childrenOf(
    child(features, "mechanisms", SESSION_NS.sasl) ?? { ...features, children: [] },
  ).map(textOfElement);
  const mechanism = allowed.find((each) => offered.includes(each));
  if (mechanism === undefined)
    throw new SessionFailure(
      "insecure",
      "The server offers none of the mechanisms that are allowed.",
      "invalid-mechanism",
    );
  const say = (name: string, text: string, attributes = {}): boolean =>
    stream.put(xml(name, { xmlns: SESSION_NS.sasl, ...attributes }, text));

  say("auth", base64(scramFirst(credentials)), { mechanism });
  const challenge = await answer(stream);
  if (challenge.name !== "challenge") throw unproven();
  const { message, verifies } = await scramFinal(mechanism, credentials, decoded(challenge));
  say("response", base64(message));
  const last = await answer(stream);
  if (!verifies(decoded(last))) throw unproven();
  // A server may prove itself before it says success (§6.3.10).
  if (last.name === "challenge") say("response", "");
  if (last.name !== "success" && (await answer(stream)).name !== "success") throw unproven();
}

const unproven = (): SessionFailure =>
  new SessionFailure(
    "insecure",
    "The server did not prove that it knows the password.",
    "server-signature",
  );

/** §6.5: of these only a change of the credentials or of the account can help. */
const LASTING = new Set([
  "account-disabled",
  "credentials-expired",
  "encryption-required",
  "invalid-authzid",
  "invalid-mechanism",
  "mechanism-too-weak",
  "not-authorized",
]);

async function answer(stream: Stream): Promise<XmlElement> {
  const element = await stream.next();
  if (element.namespace !== SESSION_NS.sasl)
    throw new SessionFailure("protocol", "The server spoke of something else during SASL.");
  if (element.name !== "failure") return element;
  const said = childrenOf(element).find(({ name }) => name !== "text")?.name ?? "not-authorized";
  const condition = /^[a-z-]{1,60}$/.test(said) ? said : "not-authorized";
  throw new SessionFailure(
    LASTING.has(condition) ? "authentication" : "unreachable",
    "The server refused the authentication.",
    condition,
  );
}
