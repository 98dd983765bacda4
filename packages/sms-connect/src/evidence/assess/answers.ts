// What came back (SmsAdapterSpecification §11.5, §11.6): replies, and links that were opened.
import { newestOf } from "@underclaim/runtime";
import { HOLDER_UNCERTAIN } from "../../native/correlate.ts";
import type { SmsNative, SmsStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

const has = (natives: readonly SmsStored[], ...types: readonly SmsNative[]): SmsNative | null =>
  types.find((type) => natives.some((native) => native.type === type)) ?? null;

/** HELP and START are words to the channel and answer nothing. */
const replyIn = (natives: readonly SmsStored[]): SmsNative | null =>
  has(
    natives,
    "inbound.reply",
    "inbound.acknowledgement",
    "inbound.decline",
    "inbound.opt_out_suspected",
  );

/** Something was sent under the number, whatever it says. */
export const writerIn = (natives: readonly SmsStored[]): SmsNative | null =>
  replyIn(natives) ?? has(natives, "inbound.opt_out");

export function replied(natives: readonly SmsStored[]): Reading | null {
  const answers = natives.filter(
    ({ type }) => type === "inbound.acknowledgement" || type === "inbound.decline",
  );
  const newest = newestOf(answers);
  // YES and then NO is no acknowledgement; nor is one of which it is not known whether it came first.
  if (newest.length > 0 && newest.every(({ type }) => type === "inbound.acknowledgement")) {
    const reading = read(
      "success.acknowledgement_reply_received",
      "inbound.acknowledgement",
      "The endpoint answered with a word that acknowledges.",
    );
    return isGuess(newest) ? { ...reading, confidence: "low" } : reading;
  }
  const reply = replyIn(natives);
  if (reply === null) return null;
  const reading = read("success.reply_received", reply);
  const doubtful = reply === "inbound.opt_out_suspected";
  return doubtful || isGuess(natives) ? { ...reading, confidence: "low" } : reading;
}

/** Several messages come into question, and it is a guess which of them was answered. */
const isGuess = (natives: readonly SmsStored[]): boolean =>
  natives
    .filter(({ type }) => type.startsWith("inbound."))
    .every(({ correlation_method: method }) => method.endsWith("_ambiguous"));

export const openedIn = (natives: readonly SmsStored[]): SmsNative | null =>
  has(natives, "link.clicked", "link.expired");

export const machineIn = (natives: readonly SmsStored[]): SmsNative | null =>
  has(natives, "link.scanned", "link.previewed");

/** Facts from outside the channel: of the endpoint itself, as the message was planned with them, or as a reply was found with. */
export const uncertainEndpoint = (natives: readonly SmsStored[]): SmsNative | null =>
  has(natives, "endpoint.reassigned", "endpoint.shared") ??
  natives
    .filter(
      ({ data, correlation_method: method }) =>
        data["shared"] === true || data["reassigned"] === true || method === HOLDER_UNCERTAIN,
    )
    .map(({ type }) => type)
    .toSorted()[0] ??
  null;

/** Whether the message carried a link that this service sees being opened. */
export const hasTrackedLink = (natives: readonly SmsStored[]): boolean =>
  natives.some(({ data }) => Number(data["tracked_links"] ?? 0) > 0);
