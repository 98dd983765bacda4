import { createHash } from "node:crypto";
import type { Ids } from "../time-and-ids.ts";

/** Letters and digits alone: each is one septet of GSM-7, and no client takes one for the end of a URL. */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 62^17 > 2^101. */
const LENGTH = 17;
const TOKEN = new RegExp(`^[0-9A-Za-z]{${LENGTH}}$`);

/**
 * The name of a redirect: 101 bits that cannot be guessed and tell nothing of operation, time or person. An id may begin
 * with its time, so two of them (160 random bits) are hashed.
 */
export function linkToken(ids: Ids): string {
  const digest = createHash("sha256")
    .update(`${ids.next("link")}${ids.next("link")}`)
    .digest("hex");
  let value = BigInt(`0x${digest}`);
  let token = "";
  for (let at = 0; at < LENGTH; at += 1) {
    token += ALPHABET[Number(value % 62n)];
    value /= 62n;
  }
  return token;
}

/** Whether a text can be a token: what cannot is not looked up. */
export const isLinkToken = (text: string): boolean => TOKEN.test(text);
