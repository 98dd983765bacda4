import type { XmppConfiguration, XmppStream } from "./configuration.ts";

/** What the adapter knows of an account beside its settings. */
export interface XmppAccount {
  readonly account: string;
  readonly tenant: string;
  /** "client", "component" or "sandbox". */
  readonly kind: string;
  readonly environment: "production" | "sandbox";
  /** Empty: everything. */
  readonly streams: readonly XmppStream[];
  /** The own bare JID, prepared (RFC 7622); a component's domain. */
  readonly jid: string;
}

/** What the adapter's pure parts are made with: its settings, and the key by which a JID is named. */
export interface XmppKit {
  readonly settings: XmppSettings;
  readonly accounts: readonly XmppAccount[];
  /** A keyed pseudonym of a prepared JID: what stands in document keys, native data and person tags in its place. */
  readonly jidId: (jid: string) => string;
  /** The same of a text: what tells it from others without telling it. */
  readonly contentId: (text: string) => string;
}

/** The configuration without what only the service needs. */
export type XmppSettings = Pick<
  XmppConfiguration,
  | "accounts"
  | "participants"
  | "templates"
  | "keywords"
  | "receipts"
  | "presence"
  | "stop"
  | "content"
>;
