import type { SmsConfiguration } from "./configuration.ts";

/** What the adapter's pure parts are made with: its settings, and the key by which a number is named. */
export interface SmsKit {
  readonly settings: SmsSettings;
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
>;
