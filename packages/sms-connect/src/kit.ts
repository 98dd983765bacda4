import type { SmsConfiguration } from "./configuration.ts";
import type { ProviderFeature } from "./provider/port.ts";

/** What the adapter knows of an account beside its settings. */
export interface SmsAccount {
  readonly account: string;
  readonly tenant: string;
  readonly kind: string;
  readonly environment: "production" | "sandbox";
  readonly features: readonly ProviderFeature[];
  /** Whether it names the parts of a longer message one by one: a receipt then speaks of one part. */
  readonly namesParts: boolean;
  /** Whether it can withdraw what it holds until its time. */
  readonly cancels: boolean;
}

/** What the adapter's pure parts are made with: its settings, and the key by which a number is named. */
export interface SmsKit {
  readonly settings: SmsSettings;
  /** In the order of the configuration. */
  readonly accounts: readonly SmsAccount[];
  /**
   * A keyed pseudonym of a number in E.164 (`+49…`): what stands in document keys, native data and person tags in the
   * number's place. Alphanumeric senders and short codes are named by it, too.
   */
  readonly numberId: (address: string) => string;
}

/** The configuration without what only the service needs. */
export type SmsSettings = Pick<
  SmsConfiguration,
  | "providers"
  | "senders"
  | "routes"
  | "templates"
  | "consent"
  | "keywords"
  | "replies"
  | "receipts"
  | "links"
  | "content"
  | "give_up_after"
>;
