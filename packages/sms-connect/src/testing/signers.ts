// How each provider signs what it posts, for goldens: with the test's secret and at the golden's time.
import { createHash } from "node:crypto";
import { TEST_KEY, type BodySigner, type Signer } from "@underclaim/runtime/testing";
import { hmac } from "../native/signatures.ts";
import { twilioSignature } from "../native/twilio/signature.ts";
import { vonageSignature } from "../native/vonage/signature.ts";

const seconds = (now: number): string => String(Math.floor(now / 1_000));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const base64url = (value: object | Uint8Array): string =>
  Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString("base64url");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const twilio: Signer = ({ body, url }, secret) => ({
  "x-twilio-signature": twilioSignature(secret.reveal(), url, new URLSearchParams(body)),
});

const vonageToken: Signer = ({ body }, secret, now) => {
  const head = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({
    iat: Math.floor(now / 1_000),
    payload_hash: sha256(body),
  })}`;
  return {
    authorization: `Bearer ${head}.${base64url(hmac("sha256", secret.reveal(), head))}`,
  };
};

const sinch: Signer = ({ body }, secret, now) => {
  const nonce = "nonce-of-the-test";
  const timestamp = seconds(now);
  return {
    "x-sinch-webhook-signature": base64(
      hmac("sha256", secret.reveal(), `${body}.${nonce}.${timestamp}`),
    ),
    "x-sinch-webhook-signature-nonce": nonce,
    "x-sinch-webhook-signature-timestamp": timestamp,
    "x-sinch-webhook-signature-algorithm": "HmacSHA256",
  };
};

/** Standard Webhooks 1.0.0; its secrets are keys in base64. */
const bird: Signer = ({ body }, _secret, now) => {
  const key = Buffer.from(TEST_KEY.reveal().slice("whsec_".length), "base64");
  const id = `msg_${sha256(body).slice(0, 16)}`;
  const timestamp = seconds(now);
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${base64(hmac("sha256", key, `${id}.${timestamp}.${body}`))}`,
  };
};

const messageBird: Signer = ({ body, url }, secret, now) => {
  const at = Math.floor(now / 1_000);
  const head = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({
    iss: "MessageBird",
    nbf: at,
    exp: at + 60,
    jti: sha256(body),
    url_hash: sha256(url),
    payload_hash: sha256(body),
  })}`;
  return {
    "messagebird-signature-jwt": `${head}.${base64url(hmac("sha256", secret.reveal(), head))}`,
  };
};

export const signers: Readonly<Record<string, Signer>> = {
  "twilio.status": twilio,
  "twilio.inbound": twilio,
  "vonage.messages_status": vonageToken,
  "vonage.messages_inbound": vonageToken,
  "sinch.delivery_report": sinch,
  "sinch.inbound": sinch,
  "bird.events": bird,
  "messagebird.status": messageBird,
  "messagebird.inbound": messageBird,
};

/** The SMS API of Vonage signs its parameters with another one among them. A golden's account has the default method. */
const vonage: BodySigner = (body, secret, now) => {
  const form = new URLSearchParams(body);
  form.set("timestamp", seconds(now));
  form.delete("sig");
  form.set("sig", vonageSignature("sha256", secret.reveal(), Object.fromEntries(form)));
  return form.toString();
};

export const bodySigners: Readonly<Record<string, BodySigner>> = {
  "vonage.dlr": vonage,
  "vonage.inbound": vonage,
};
