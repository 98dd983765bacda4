// What is known of a JID (AdapterInterfaceSpecification §9.10, XmppAdapterSpecification §25). A view, never evidence.
import {
  timestamp,
  type AssessEndpoint,
  type EndpointQualityDraft,
  type Instant,
} from "@underclaim/runtime";
import type { JidQuality } from "../model/endpoint-quality.ts";
import type { XmppNative, XmppStored } from "../native/types.ts";
import { isNewest, JID_SIGNS, lastOf, latest, type JidSign } from "./jid-signs.ts";
import { CONTRACT_SUPPRESSION, subscriptionOf, suppressionOf } from "./jid-standing.ts";

export const assessJid: AssessEndpoint<XmppNative> = (natives) => {
  const last = (sign: JidSign): Instant | null => lastOf(natives, sign);
  // Presence shows that a client is there; that a message gets to it, only what came back.
  const arrived = latest(last("delivered"), last("displayed"), last("wrote"));
  const there = latest(arrived, last("available"));
  const bounced = last("bounced");
  const well = arrived !== null && !isNewest(bounced, arrived);
  const failed = isNewest(bounced, arrived);
  const malformed = isNewest(last("malformed"), arrived);
  const wellFormed = last("well_formed") !== null || there !== null;
  const suppression = suppressionOf(natives);
  return {
    validity: validityOf(malformed, isNewest(last("not_found"), arrived), there !== null),
    reachability: well
      ? "reachable"
      : isNewest(last("domain_unresolved"), there)
        ? "unreachable"
        : failed
          ? "degraded"
          : "unknown",
    verification_state: verificationOf(well, failed, wellFormed),
    suppression_state: CONTRACT_SUPPRESSION[suppression],
    last_success_at: told(arrived),
    last_failure_at: told(bounced),
    quality_signals: signalsIn(natives),
    confidence: arrived === null && bounced === null ? "low" : "medium",
    adapter_specific: {
      xmpp: { ...qualityOf(natives, { malformed, wellFormed, there, suppression }) },
    },
  };
};

interface Known {
  readonly malformed: boolean;
  readonly wellFormed: boolean;
  readonly there: Instant | null;
  readonly suppression: string;
}

function qualityOf(
  natives: readonly XmppStored[],
  { malformed, wellFormed, there, suppression }: Known,
): JidQuality {
  const last = (sign: JidSign): Instant | null => lastOf(natives, sign);
  const answered = latest(there, last("server_answered"));
  const unresolved = isNewest(last("domain_unresolved"), answered);
  const silent = unresolved || isNewest(last("server_silent"), answered);
  const subscription = subscriptionOf(natives);
  return {
    jid_valid: malformed ? false : wellFormed ? true : null,
    domain_resolves: unresolved ? false : answered === null ? null : true,
    server_reachable: silent ? false : answered === null ? null : true,
    roster_known: subscription === "unknown" ? null : true,
    subscription_state: subscription,
    last_presence_available_at: told(last("available")),
    last_presence_unavailable_at: told(last("unavailable")),
    last_delivery_receipt_at: told(last("delivered")),
    last_displayed_marker_at: told(last("displayed")),
    last_reply_at: told(last("wrote")),
    last_stanza_error_at: told(last("bounced")),
    suppression_state: suppression,
  };
}

const validityOf = (
  malformed: boolean,
  notFound: boolean,
  there: boolean,
): EndpointQualityDraft["validity"] =>
  malformed ? "invalid" : notFound ? "suspected_invalid" : there ? "valid" : "unknown";

function verificationOf(
  well: boolean,
  failed: boolean,
  wellFormed: boolean,
): EndpointQualityDraft["verification_state"] {
  if (well) return "recently_successful";
  if (failed) return "failed";
  return wellFormed ? "syntax_validated" : "unverified";
}

const told = (instant: Instant | null): string | null =>
  instant === null ? null : timestamp(instant);

const signalsIn = (natives: readonly XmppStored[]): string[] =>
  Object.entries(JID_SIGNS)
    .filter(([, shows]) => natives.some(shows))
    .map(([sign]) => sign)
    .toSorted();
