// SCRAM (RFC 5802, RFC 7677): the client proves that it knows the password without sending it, and so must the server.
import { createHash, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { SessionFailure } from "./failure.ts";

const SCRAM_HASHES = {
  "SCRAM-SHA-1": { hash: "sha1", bytes: 20 },
  "SCRAM-SHA-256": { hash: "sha256", bytes: 32 },
  "SCRAM-SHA-512": { hash: "sha512", bytes: 64 },
} as const;
export type ScramMechanism = keyof typeof SCRAM_HASHES;

/** RFC 7677 §4: at least so many; and no more than a server could cost us with. */
const ITERATIONS = { least: 4_096, most: 2_000_000 };
const derive = promisify(pbkdf2);

export interface ScramCredentials {
  readonly username: string;
  readonly password: string;
  /** Random, without commas. */
  readonly nonce: string;
}

/** Without channel binding, and saying that this client knows none (§6: "n"). */
const GS2 = "n,,";
/** The part of the first message that is proven, too. */
const bareFirst = ({ username, nonce }: ScramCredentials): string =>
  `n=${prepared(username).replaceAll("=", "=3D").replaceAll(",", "=2C")},r=${nonce}`;

export const scramFirst = (credentials: ScramCredentials): string => GS2 + bareFirst(credentials);

/**
 * The answer to the server's challenge, and what the server must say to prove itself.
 *
 * @throws SessionFailure where the challenge is not one for us
 */
export async function scramFinal(
  mechanism: ScramMechanism,
  credentials: ScramCredentials,
  challenge: string,
): Promise<{ readonly message: string; readonly verifies: (serverFinal: string) => boolean }> {
  const { hash, bytes } = SCRAM_HASHES[mechanism];
  const { nonce, salt, iterations } = challengeOf(challenge, credentials.nonce);
  const salted = await derive(prepared(credentials.password), salt, iterations, bytes, hash);
  const mac = (key: Uint8Array, text: string): Buffer =>
    createHmac(hash, key).update(text).digest();
  const clientKey = mac(salted, "Client Key");
  const storedKey = createHash(hash).update(clientKey).digest();
  const unproven = `c=${Buffer.from(GS2).toString("base64")},r=${nonce}`;
  const proven = `${bareFirst(credentials)},${challenge},${unproven}`;
  const signature = mac(storedKey, proven);
  const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
  const expected = mac(mac(salted, "Server Key"), proven);
  return {
    message: `${unproven},p=${Buffer.from(proof).toString("base64")}`,
    verifies(serverFinal) {
      const said = Buffer.from(attributesOf(serverFinal).get("v") ?? "", "base64");
      return said.length === expected.length && timingSafeEqual(said, expected);
    },
  };
}

function challengeOf(text: string, ours: string) {
  const attributes = attributesOf(text);
  const nonce = attributes.get("r") ?? "";
  const salt = Buffer.from(attributes.get("s") ?? "", "base64");
  const iterations = Number(attributes.get("i") ?? "");
  const sound =
    !attributes.has("m") &&
    nonce.startsWith(ours) &&
    nonce.length > ours.length &&
    salt.length > 0 &&
    Number.isInteger(iterations) &&
    iterations >= ITERATIONS.least &&
    iterations <= ITERATIONS.most;
  if (!sound)
    throw new SessionFailure("insecure", "The server's SCRAM challenge is not sound.", "scram");
  return { nonce, salt, iterations };
}

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(",").flatMap((part) => (part[1] === "=" ? [[part.slice(0, 1), part.slice(2)]] : [])),
  );

/** The part of SASLprep (RFC 4013 §2.1, §2.2) that passwords meet: other spaces to a space, then NFKC. */
const prepared = (text: string): string => text.replaceAll(/\p{Zs}/gu, " ").normalize("NFKC");
