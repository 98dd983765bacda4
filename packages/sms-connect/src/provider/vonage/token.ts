import { createSign } from "node:crypto";
import { UnderclaimError } from "@underclaim/contract";
import type { Instant, Secret } from "@underclaim/runtime";

const VALID_S = 300;

export class VonageKeyError extends UnderclaimError {
  constructor() {
    super(
      "vonage_private_key",
      "private_key is no RSA private key in PEM: nothing can be signed in.",
    );
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Signs an application in: a JWT, RS256 (https://developer.vonage.com/en/getting-started/concepts/authentication). Its id
 * is made of operation and time, which together are used once.
 *
 * @throws VonageKeyError where the key signs nothing; what the library says of it is not told
 */
export function applicationToken(
  application: string,
  privateKey: Secret,
  operation: string,
  now: Instant,
): string {
  const iat = Math.floor(now / 1_000);
  const text = [
    part({ typ: "JWT", alg: "RS256" }),
    part({ application_id: application, iat, exp: iat + VALID_S, jti: `${operation}-${now}` }),
  ].join(".");
  return `${text}.${signed(text, privateKey)}`;
}

function signed(text: string, privateKey: Secret): string {
  try {
    return createSign("RSA-SHA256").update(text).sign(privateKey.reveal(), "base64url");
  } catch {
    throw new VonageKeyError();
  }
}
