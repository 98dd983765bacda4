import type { ClientFeature } from "../model/capabilities.ts";
import { jidOf } from "../model/jid.ts";
import type { XmppCommand } from "../provider/command.ts";
import type { Submitted } from "../provider/port.ts";
import type { XmppDraft, XmppNative } from "./types.ts";

type Accepted = Extract<Submitted, { kind: "accepted" }>;

const BY: Readonly<Record<Accepted["by"], XmppNative>> = {
  acknowledged: "server.acknowledged",
  answered_after: "server.answered_after",
  archived: "server.archived",
};

const UNSUPPORTED: Readonly<Record<ClientFeature, XmppNative>> = {
  receipts: "receipt.unsupported",
  markers: "marker.unsupported",
};

/**
 * What the own server's answer says, and what was known of the recipient at that moment. Where a bare JID is addressed and
 * nothing is known of its resources, that is said, too: the server decides where the message goes (RFC 6121 §8.5).
 */
export function submittedNatives(
  account: string,
  operation: string,
  { to, peer, asks }: XmppCommand,
  answer: Accepted,
): readonly XmppDraft[] {
  const told = {
    account,
    archive_id: answer.archiveId ?? null,
    recipient: answer.recipient,
    ...(answer.offered === undefined ? {} : { offered: answer.offered }),
  };
  const said = (type: XmppNative): XmppDraft => ({
    type,
    source: "xmpp.server",
    dedupeKey: `${operation}:${type}`,
    evidenceKey: `${operation}:${type}`,
    occurredAt: null,
    nativeType: "answer",
    nativeStatus: answer.by,
    refs: [],
    observation: { source_type: "provider_api", source_confidence: "high" },
    data: { ...told, peer },
    metadata: told,
  });
  const lacks = asks.filter((each) => answer.lacks?.includes(each));
  return [
    said(BY[answer.by]),
    ...recipientTypes(answer, jidOf(to)?.resource ?? null).map(said),
    ...lacks.map((each) => said(UNSUPPORTED[each])),
  ];
}

function recipientTypes(
  { recipient, offlineStore }: Accepted,
  resource: string | null,
): readonly XmppNative[] {
  // That it was available stands beside the server's answer, and is nothing that has happened. A room is nobody's client.
  if (recipient === "available" || recipient === "room") return [];
  if (recipient === "unavailable")
    return [offlineStore === true ? "offline.presumed" : "recipient.unavailable"];
  return resource === null ? ["routing.unknown"] : [];
}
