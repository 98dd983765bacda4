// RFC 7515 §7.2.2 (flattened JWS), RFC 8037 (Ed25519): whoever has the public key can tell that a manifest is ours.
import { createPrivateKey, createPublicKey } from "node:crypto";
import { exportJWK, FlattenedSign, calculateJwkThumbprint, type JWK } from "jose";
import type { Secret } from "@underclaim/runtime";
import type { FeedManifest } from "./manifest.ts";

export interface SignedManifest {
  /** base64url of the manifest's JSON. */
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
}

export interface ManifestSigner {
  /** The public key, by its thumbprint (RFC 7638). Rejects where the configured key is none. */
  publicKey(): Promise<JWK>;
  sign(manifest: FeedManifest): Promise<SignedManifest>;
}

export function manifestSigner(secret: () => Secret): ManifestSigner {
  const privateKey = () => {
    const key = createPrivateKey(secret().reveal());
    if (key.asymmetricKeyType !== "ed25519") throw new TypeError("The key is not of Ed25519.");
    return key;
  };
  const publicKey = async (): Promise<JWK> => {
    const jwk = await exportJWK(createPublicKey(privateKey()));
    return { ...jwk, alg: "EdDSA", use: "sig", kid: await calculateJwkThumbprint(jwk) };
  };
  return {
    publicKey,
    async sign(manifest) {
      const { kid = "" } = await publicKey();
      const signed = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(manifest)))
        .setProtectedHeader({ alg: "EdDSA", kid, typ: "feed-manifest+jws" })
        .sign(privateKey());
      return {
        payload: signed.payload,
        protected: signed.protected ?? "",
        signature: signed.signature,
      };
    },
  };
}
