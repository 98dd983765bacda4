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

/**
 * What the own server's answer says, and what was known of the recipient at that moment. Where a bare JID is addressed and
 * nothing is known of its resources, that is said, too: the server decides where the message goes (RFC 6121 §8.5).
 */
export function submittedNatives(
  account: string,
  operation: string,
  { to, peer }: XmppCommand,
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
  return [said(BY[answer.by]), ...recipientTypes(answer, jidOf(to)?.resource ?? null).map(said)];
}

function recipientTypes(
  { recipient, offlineStore }: Accepted,
  resource: string | null,
): readonly XmppNative[] {
  if (recipient === "room") return [];
  if (recipient === "available") return ["recipient.available"];
  if (recipient === "unavailable")
    return [offlineStore === true ? "offline.presumed" : "recipient.unavailable"];
  return resource === null ? ["routing.unknown"] : [];
}
