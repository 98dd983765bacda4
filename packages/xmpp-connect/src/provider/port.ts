// What a connection to a server must do for this adapter (XmppAdapterSpecification §22). One transport is one account's session.
import type {
  Instant,
  OperationId,
  ProviderHealth,
  ProviderSink,
  TenantId,
} from "@underclaim/runtime";
import type { ClientFeature } from "../model/capabilities.ts";
import type { Publication, Published } from "../pubsub/port.ts";
import type { RoomAbsence } from "../rooms/port.ts";

/** XmppAdapterSpecification §22. */
export const PROVIDER_FEATURES = [
  "client_to_server",
  "component_connection",
  "delivery_receipts",
  "displayed_markers",
  "stream_management",
  "chat_state_notifications",
  "message_archive_management",
  "multi_user_chat",
  "pubsub",
  "end_to_end_encryption",
] as const;
export type ProviderFeature = (typeof PROVIDER_FEATURES)[number];

/** One message stanza to be sent, complete. Holds personal values: never logged. */
export interface XmppSubmission {
  readonly tenant: TenantId;
  readonly operation: OperationId;
  /** The addressed JID, prepared. */
  readonly to: string;
  /** The stanza's id, which is its origin-id, too (XEP-0359). */
  readonly stanzaId: string;
  /** The whole `<message/>` as XML, without `from`. */
  readonly stanza: string;
  /** In its place where the addressee's client has commands (XEP-0050); `OWN_JID` in it stands for the session's full JID. */
  readonly withCommand?: string | null;
  /** The operation's creation, from which the archive is searched. */
  readonly since: Instant;
  /** The operation's end: what has not been written by then is not sent. */
  readonly until?: Instant | null;
}

/** What the server said of a stanza. When in doubt: unknown. */
export type Submitted =
  | {
      readonly kind: "accepted";
      /** What showed it: XEP-0198's acknowledgement, a later answer in order, or the archive. */
      readonly by: "acknowledged" | "answered_after" | "archived";
      /** What the session knows of the recipient at that moment. */
      readonly recipient: "available" | "unavailable" | "unknown" | "room";
      readonly offlineStore: boolean | null;
      /** What every client of the recipient that is known to be there has said that it cannot. Absent: nothing is known. */
      readonly lacks?: readonly ClientFeature[];
      /** XEP-0359's stanza-id in the own archive, where known. */
      readonly archiveId?: string | null;
      /** Of a prompt: whether it was offered as a command. */
      readonly offered?: "command" | "text";
    }
  /** Proven that nothing was sent: there was no session, and no byte was written. */
  | {
      readonly kind: "not_sent";
      readonly retryAt: Instant;
      readonly reason: string;
      /** Absent: for another reason, such as a full window. */
      readonly because?: "no_session" | "authentication_failed";
    }
  /** Not a byte was written: the account may not be in the room, or there is none (XEP-0045). */
  | {
      readonly kind: "refused";
      readonly because: "unavailable" | "forbidden";
      /** A `RoomAbsence`. */
      readonly reason: string;
    }
  /** Written, and the session ended before the server said anything. Never sent again by itself. */
  | { readonly kind: "unknown"; readonly reason: string };

export interface RosterEntry {
  /** Bare, prepared. */
  readonly jid: string;
  readonly subscription: "none" | "to" | "from" | "both" | "unknown";
}

/** As of a stanza. */
export type Unpublished = Extract<Submitted, { kind: "not_sent" | "unknown" }>;

/** What the session knows of a room (XmppAdapterSpecification §18). */
export interface RoomStanding {
  /** Its name in the configuration. */
  readonly name: string;
  readonly state: "joined" | "joining" | "out";
  readonly absence: RoomAbsence | null;
  readonly title: string | null;
  readonly anonymity: "non_anonymous" | "semi_anonymous" | "unknown";
  readonly membersOnly: boolean;
  readonly passwordProtected: boolean;
  /** Whether it gives stanza-ids and an archive, and occupant-ids. */
  readonly archive: boolean;
  readonly occupantIds: boolean;
  readonly occupants: number;
}

export interface XmppTransport {
  /** The account's name in the configuration: the lane, and `provider_name` in references. */
  readonly account: string;
  readonly kind: string;
  readonly environment: "production" | "sandbox";
  /** What the session has found (XEP-0030); empty while it has none. */
  features(): readonly ProviderFeature[];
  submit(submission: XmppSubmission, signal: AbortSignal): Promise<Submitted>;
  /** Asks the archive, once there is a session, for the origin-id of a stanza whose outcome was lost; null = it cannot tell. */
  lookup?(submission: XmppSubmission, signal: AbortSignal): Promise<Submitted | null>;
  /** Publishes in a PubSub node, or retracts (XEP-0060 §7). Absent: it has no PubSub. */
  publish?(publication: Publication, signal: AbortSignal): Promise<Published | Unpublished>;
  /** What became of a publication whose outcome was lost; null = it cannot tell. */
  findItem?(publication: Publication, signal: AbortSignal): Promise<Published | null>;
  start?(sink: ProviderSink): Promise<void>;
  stop?(): Promise<void>;
  health(): ProviderHealth;
  /** The contacts of the account (RFC 6121 §2); null while the session has not read them. */
  roster?(): readonly RosterEntry[] | null;
  /** How the account stands in the rooms it is configured to be in. */
  rooms?(): readonly RoomStanding[];
  /** XmppAdapterSpecification §26, without what only the configuration knows. */
  channel(): XmppChannelState;
}

export interface XmppChannelState {
  readonly stream: "connected" | "disconnected" | "reconnecting" | "failed" | "unknown";
  readonly authentication: "authenticated" | "failed" | "expired" | "unknown";
  readonly tls: "active" | "failed" | "unavailable" | "unknown";
  readonly extensions: readonly string[];
  readonly degradations: readonly string[];
}

/**
 * How a session hands in what it received: source `xmpp.stanza`, the account as `account`, the whole stanza as XML in UTF-8
 * as body, and in these headers what the stanza itself cannot tell. The stanza is counted (XEP-0198 `h`) only once
 * `receive` has resolved.
 */
export const STANZA_SOURCE = "xmpp.stanza";
export const STANZA_HEADERS = {
  /** "live" | "archive" | "carbon": the session has checked that the wrapper came from the own account (XEP-0280, XEP-0313). */
  arrived: "x-arrived",
  /** XEP-0359's stanza-id by the own account, exactly one and genuine; absent otherwise. */
  archiveId: "x-archive-id",
  /** RFC 3339: when the own archive says that it was received. */
  archivedAt: "x-archived-at",
  /** "none" | "to" | "from" | "both": the sender in our roster; absent = not in it. */
  subscription: "x-subscription",
  /**
   * "receipts", "markers", both or "none": what the sender's client can, of a presence whose hash was proven before
   * (XEP-0115). Not of an answer to `disco#info` itself, which tells it.
   */
  capabilities: "x-capabilities",
} as const;

/** What a session reports of itself: JSON `{ state, reason }` from source `xmpp.session`. */
export const SESSION_SOURCE = "xmpp.session";

/** A command that somebody has executed (XEP-0050): the whole IQ as XML, once its form was submitted. */
export const COMMAND_SOURCE = "xmpp.command";
