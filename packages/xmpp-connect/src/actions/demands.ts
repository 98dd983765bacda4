// What a message demands of its recipient's client (§12.1 "requires unsupported extension"): refused only where it is known
// that no client of the addressee can it, never where that is only not known.
import type { Key, Read, Snapshot } from "@underclaim/runtime";
import { noneOf, type ClientFeature, type KnownCapabilities } from "../model/capabilities.ts";
import { capabilitiesKey, presenceKey } from "../model/documents.ts";
import type { KnownPresence } from "../react/standing.ts";
import type { SendParameters } from "./parameters.ts";

export const demandsOf = ({
  receipt,
  marker,
}: Pick<SendParameters, "receipt" | "marker">): readonly ClientFeature[] => [
  ...(receipt === "require" ? (["receipts"] as const) : []),
  ...(marker === "require" ? (["markers"] as const) : []),
];

/** Whose clients are meant: by pseudonyms; `resource` null: any client of the account. */
export interface Addressee {
  readonly account: string;
  readonly peer: string;
  readonly resource: string | null;
}

export function demandReads(
  demands: readonly ClientFeature[],
  { account, peer }: Omit<Addressee, "resource">,
): readonly Read[] {
  const keys: readonly Key[] = [capabilitiesKey(account, peer), presenceKey(account, peer)];
  return demands.length === 0 ? [] : keys.map((doc) => ({ doc }));
}

/** The first demand that is known not to be met. */
export function unmet(
  demands: readonly ClientFeature[],
  snapshot: Snapshot,
  { account, peer, resource }: Addressee,
): ClientFeature | null {
  if (demands.length === 0) return null;
  const told = snapshot.doc(capabilitiesKey(account, peer));
  const seen = snapshot.doc(presenceKey(account, peer));
  if (told === null) return null;
  const { resources: can } = JSON.parse(told.text) as KnownCapabilities;
  const present = seen === null ? {} : (JSON.parse(seen.text) as KnownPresence).resources;
  // A client that was seen and has not said what it can may be the one that can.
  const clients = new Set([...Object.keys(can), ...Object.keys(present)].filter((each) => each));
  const meant = resource === null ? [...clients] : [resource];
  return demands.find((each) => noneOf(meant.map((client) => can[client]?.[each]))) ?? null;
}

export const UNMET: Readonly<
  Record<ClientFeature, { readonly field: string; readonly message: string }>
> = {
  receipts: {
    field: "parameters.receipt",
    message:
      "Every client that is known of the recipient says that it gives no receipts (XEP-0184). Say receipt = ask.",
  },
  markers: {
    field: "parameters.marker",
    message:
      "Every client that is known of the recipient says that it gives no markers (XEP-0333). Say marker = ask.",
  },
};
