// X.509 certificates for tests of TLS (RFC 5280), made when they are needed: none expires in the repository.
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  readonly name: string;
  readonly signer: KeyObject;
}

export interface CertificateOptions {
  readonly name: string;
  readonly names?: readonly string[];
  /** IPv4. */
  readonly addresses?: readonly string[];
  readonly authority?: boolean;
  /** Absent: by itself. */
  readonly by?: Certificate;
}

type Der = Uint8Array;

/** X.690: tag, length, content. */
function der(tag: number, ...content: readonly Der[]): Der {
  const whole = Buffer.concat(content);
  const { length } = whole;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...size), whole]);
}

const sequence = (...content: readonly Der[]): Der => der(0x30, ...content);
const integer = (value: number): Der => der(0x02, Uint8Array.of(value));
const text = (tag: number, value: string): Der => der(tag, Buffer.from(value));
const bits = (value: Der): Der => der(0x03, Uint8Array.of(0), value);
const oid = (hex: string): Der => der(0x06, Buffer.from(hex, "hex"));

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const COMMON_NAME = oid("550403");
const SUBJECT_ALT_NAME = oid("551d11");
const BASIC_CONSTRAINTS = oid("551d13");
const TRUE = der(0x01, Uint8Array.of(0xff));

const nameOf = (name: string): Der => sequence(der(0x31, sequence(COMMON_NAME, text(0x0c, name))));
const extension = (id: Der, value: Der): Der => sequence(id, der(0x04, value));

export function certificate(options: CertificateOptions): Certificate {
  const { name, names = [], addresses = [], authority = false, by } = options;
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const alternatives = [
    ...names.map((each) => text(0x82, each)),
    ...addresses.map((each) => der(0x87, Uint8Array.from(each.split("."), Number))),
  ];
  const extensions = [
    ...(alternatives.length === 0 ? [] : [extension(SUBJECT_ALT_NAME, sequence(...alternatives))]),
    ...(authority ? [extension(BASIC_CONSTRAINTS, sequence(TRUE))] : []),
  ];
  const told = sequence(
    der(0xa0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    nameOf(by?.name ?? name),
    sequence(text(0x17, "200101000000Z"), text(0x17, "491231235959Z")),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  const signature = bits(sign("sha256", told, by?.signer ?? privateKey));
  const encoded = Buffer.from(sequence(told, ECDSA_WITH_SHA256, signature)).toString("base64");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${encoded.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    name,
    signer: privateKey,
  };
}
