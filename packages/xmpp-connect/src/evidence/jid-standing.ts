// Suppression and subscription of a JID, as its newest events tell them. What decides on sending is kept apart.
import type { EndpointQuality } from "@underclaim/contract";
import type { XmppEndpoint } from "../model/xmpp-endpoint.ts";
import type { XmppPresenceState } from "../model/presence.ts";
import type { XmppNative, XmppStored } from "../native/types.ts";
import { at } from "./jid-signs.ts";

type Suppression = XmppEndpoint["suppression_state"];
type Subscription = XmppPresenceState["subscription_state"];

/** Of two at one time the later in the list counts: the stricter. */
const SUPPRESSION: readonly (readonly [XmppNative, Suppression])[] = [
  ["endpoint.unsuppressed", "active"],
  ["inbound.stop.unknown", "unsubscribed"],
  ["inbound.stop.delegated", "unsubscribed"],
  ["inbound.stop.known", "unsubscribed"],
  ["error.blocked", "blocked"],
  ["error.blocked_by_us", "blocked"],
  ["message.refused.suppressed", "suppressed"],
  ["endpoint.suppressed", "suppressed"],
];

export const CONTRACT_SUPPRESSION: Readonly<
  Record<Suppression, EndpointQuality["suppression_state"]>
> = {
  active: "active",
  suppressed: "suppressed",
  blocked: "blocked",
  unsubscribed: "opted_out",
  unknown: "unknown",
};

function newest<T extends { readonly native: XmppStored; readonly rank: number }>(
  told: readonly T[],
): T | null {
  return (
    told
      .toSorted(
        (a, b) =>
          at(a.native) - at(b.native) || a.rank - b.rank || (a.native.id < b.native.id ? -1 : 1),
      )
      .at(-1) ?? null
  );
}

export function suppressionOf(natives: readonly XmppStored[]): Suppression {
  const told = natives.flatMap((native) => {
    const rank = SUPPRESSION.findIndex(([type]) => type === native.type);
    const entry = SUPPRESSION[rank];
    return entry === undefined ? [] : [{ native, rank, state: entry[1] }];
  });
  return newest(told)?.state ?? "active";
}

const SUBSCRIPTIONS = ["none", "to", "from", "both"] as const;

/** As the roster had it when its newest presence came. */
export function subscriptionOf(natives: readonly XmppStored[]): Subscription {
  const told = natives.flatMap((native) => {
    const rank = SUBSCRIPTIONS.findIndex((each) => each === native.data["subscription"]);
    const state = SUBSCRIPTIONS[rank];
    // Of two at one time the one that allows less counts.
    return state === undefined ? [] : [{ native, rank: -rank, state }];
  });
  return newest(told)?.state ?? "unknown";
}
