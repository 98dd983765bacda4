// Addresses that behave, by the name before the at-sign, at any domain. Every other name gets a receipt.

import type { ClientFeature } from "../model/capabilities.ts";

/** One thing that happens to a message; a step of the pace after the one before. */
export type SandboxStep =
  | { readonly receipt: true; readonly resource?: string }
  | { readonly marker: "received" | "displayed" | "acknowledged"; readonly resource?: string }
  | { readonly reply: string }
  | { readonly error: string; readonly kind: "cancel" | "wait" | "auth" | "modify" }
  /** Nothing happens for so many steps. */
  | { readonly wait: number };

export interface SandboxAddress {
  readonly name: string;
  /** For the documentation. */
  readonly does: string;
  readonly answer?: "not_sent" | "unknown";
  readonly recipient: "available" | "unavailable" | "unknown";
  readonly steps: readonly SandboxStep[];
  /** What its client has said that it cannot. */
  readonly lacks?: readonly ClientFeature[];
}

const receipt: SandboxStep = { receipt: true };
const displayed: SandboxStep = { marker: "displayed" };

const address = (
  name: string,
  does: string,
  steps: readonly SandboxStep[],
  more: Partial<SandboxAddress> = {},
): SandboxAddress => ({ name, does, steps, recipient: "unknown", ...more });

export const SANDBOX_ADDRESSES: readonly SandboxAddress[] = [
  address("receives", "its client gives a receipt", [receipt], { recipient: "available" }),
  address("displays", "its client gives a receipt and shows the message", [receipt, displayed], {
    recipient: "available",
  }),
  address("acknowledges", "its client acknowledges the message by a marker", [
    receipt,
    displayed,
    { marker: "acknowledged" },
  ]),
  address("silent", "nothing is ever heard of it", []),
  address(
    "receipts-only",
    "its client gives a receipt, and says that it gives no markers",
    [receipt],
    {
      recipient: "available",
      lacks: ["markers"],
    },
  ),
  address("plain-client", "its client says that it gives neither receipts nor markers", [], {
    recipient: "available",
    lacks: ["receipts", "markers"],
  }),
  address("late", "its receipt comes an hour late", [{ wait: 3_600 }, receipt]),
  address("two-devices", "two of its clients give receipts", [
    receipt,
    { receipt: true, resource: "laptop" },
  ]),
  address(
    "offline",
    "it is offline, and gets the message two minutes later",
    [{ wait: 120 }, receipt],
    {
      recipient: "unavailable",
    },
  ),
  address("replies", "it replies with free text", [receipt, displayed, { reply: "Who is this?" }]),
  address("ack", "it replies ACK", [receipt, displayed, { reply: "ACK" }]),
  address("declines", "it replies NO", [receipt, displayed, { reply: "NO" }]),
  address("asks-help", "it replies HELP", [receipt, { reply: "HELP" }]),
  address("stop", "it replies STOP", [receipt, { reply: "STOP" }]),
  address("unavailable", "its server answers service-unavailable", [
    { error: "service-unavailable", kind: "cancel" },
  ]),
  address("missing", "its server answers item-not-found", [
    { error: "item-not-found", kind: "cancel" },
  ]),
  address("forbids", "its server answers forbidden", [{ error: "forbidden", kind: "auth" }]),
  address("far-away", "its server cannot be reached", [
    { error: "remote-server-not-found", kind: "cancel" },
  ]),
  address("bounced-then-received", "a bounce is followed by a receipt", [
    { error: "service-unavailable", kind: "wait" },
    receipt,
  ]),
  address("lost-session", "the session ends before the server has said anything", [], {
    answer: "unknown",
  }),
  address("lost-session-received", "the same, and a receipt comes all the same", [receipt], {
    answer: "unknown",
  }),
  address("no-session", "there is no session: it is tried again", [], { answer: "not_sent" }),
];

const BY_NAME = new Map(SANDBOX_ADDRESSES.map((each) => [each.name, each]));
const OTHERS = address("", "its client gives a receipt", [receipt]);

export const behaviourOf = (name: string | null): SandboxAddress =>
  BY_NAME.get(name ?? "") ?? OTHERS;
