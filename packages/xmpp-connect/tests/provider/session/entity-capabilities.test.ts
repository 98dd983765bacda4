import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  capsOf,
  isProven,
  verificationString,
} from "../../../src/provider/session/entity-capabilities.ts";
import { element } from "../../support/element.ts";

const INFO = `xmlns="http://jabber.org/protocol/disco#info"`;
const features = (...names: readonly string[]): string =>
  names.map((name) => `<feature var="${name}"/>`).join("");
/** XEP-0115 §5.2. */
const EXODUS = element(
  `<query ${INFO} node="http://code.google.com/p/exodus#QgayPKawpkPSDYmwT/WM94uAlu0="><identity category="client" name="Exodus 0.9.1" type="pc"/>${features(
    "http://jabber.org/protocol/muc",
    "http://jabber.org/protocol/disco#items",
    "http://jabber.org/protocol/caps",
    "http://jabber.org/protocol/disco#info",
  )}</query>`,
);
const field = (name: string, ...values: readonly string[]): string =>
  `<field var="${name}"${name === "FORM_TYPE" ? ` type="hidden"` : ""}>${values.map((value) => `<value>${value}</value>`).join("")}</field>`;
const form = (...fields: readonly string[]): string =>
  `<x xmlns="jabber:x:data" type="result">${fields.join("")}</x>`;
/** XEP-0115 §5.3. */
const PSI = element(
  `<query ${INFO}><identity xml:lang="en" category="client" name="Psi 0.11" type="pc"/><identity xml:lang="el" category="client" name="Ψ 0.11" type="pc"/>${features(
    "http://jabber.org/protocol/caps",
    "http://jabber.org/protocol/disco#info",
    "http://jabber.org/protocol/disco#items",
    "http://jabber.org/protocol/muc",
  )}${form(
    field("FORM_TYPE", "urn:xmpp:dataforms:softwareinfo"),
    field("ip_version", "ipv6", "ipv4"),
    field("os", "Mac"),
    field("os_version", "10.5.1"),
    field("software", "Psi"),
    field("software_version", "0.11"),
  )}</query>`,
);
const named = (ver: string, hash = "sha-1") =>
  capsOf(
    element(
      `<presence><c xmlns="http://jabber.org/protocol/caps" hash="${hash}" node="http://client.example" ver="${ver}"/></presence>`,
    ),
  ) ?? { node: "", key: "", hash: "", ver: "" };
const query = (inner: string) => element(`<query ${INFO}>${inner}</query>`);

describe("a hash of what a client can", () => {
  test.each([
    ["simple", EXODUS, "QgayPKawpkPSDYmwT/WM94uAlu0="],
    ["with languages and a form", PSI, "q07IKJEyjvHSyhy//CH0CxmKi8w="],
  ])("is made as the document's %s example says", (_, answer, ver) => {
    expect(isProven(answer, named(ver))).toBe(true);
    expect(isProven(answer, named(`${ver}x`))).toBe(false);
  });

  test("may be made by other functions, and is none by those that nobody should use", () => {
    const text = verificationString(EXODUS) ?? "";
    const ver = createHash("sha256").update(text).digest("base64");
    expect(isProven(EXODUS, named(ver, "sha-256"))).toBe(true);
    expect(
      capsOf(
        element(
          `<presence><c xmlns="http://jabber.org/protocol/caps" hash="md5" node="n" ver="v"/></presence>`,
        ),
      ),
    ).toBeNull();
    expect(capsOf(element("<presence/>"))).toBeNull();
  });

  test.each([
    ["a feature twice", features("a", "a")],
    ["an identity twice", `<identity category="c" type="t"/><identity category="c" type="t"/>`],
    ["a form twice", form(field("FORM_TYPE", "f")) + form(field("FORM_TYPE", "f"))],
    ["a separator within a value", features("a&lt;urn:xmpp:receipts")],
    ["a feature hidden in a form", form(field("FORM_TYPE", "urn:xmpp:receipts"))],
    ["commands hidden in a form", form(field("FORM_TYPE", "http://jabber.org/protocol/commands"))],
    [
      "a feature hidden in a field",
      form(field("FORM_TYPE", "f"), field("urn:xmpp:chat-markers:0")),
    ],
  ])("proves nothing of an answer with %s", (_, inner) => {
    expect(verificationString(query(inner))).toBeNull();
  });

  test("leaves out a form of no hidden type", () => {
    const visible = `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE"><value>f</value></field></x>`;
    expect(verificationString(query(features("a") + visible))).toBe("a<");
  });

  test("orders identities by their parts, not by the whole", () => {
    const inner = `<identity category="client-x" type="a"/><identity category="client" type="b"/>`;
    expect(verificationString(query(inner))).toBe("client/b//<client-x/a//<");
  });
});
