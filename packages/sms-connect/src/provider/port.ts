// What a provider protocol must do for this adapter (SmsAdapterSpecification §17). One transport is one account, bind or session.
import type {
  Instant,
  OperationId,
  ProviderHealth,
  ProviderSink,
  TenantId,
} from "@underclaim/runtime";
import type { Rejection } from "../native/rejections.ts";

/** SmsAdapterSpecification §17, in its order. */
export const PROVIDER_FEATURES = [
  "sending",
  "delivery_receipts",
  "inbound_sms",
  "opt_out_handling",
  "sender_pools",
  "short_codes",
  "toll_free",
  "alphanumeric_sender_id",
  "scheduled_send",
  "status_callbacks",
] as const;
export type ProviderFeature = (typeof PROVIDER_FEATURES)[number];

export type SmsEncoding = "gsm7" | "ucs2";

/** One message as a transport is to send it. Holds personal values: never logged. */
export interface SmsSubmission {
  readonly tenant: TenantId;
  /** Travels as the provider's client reference where it has one, so that every receipt can name it. */
  readonly operation: OperationId;
  /** E.164. */
  readonly to: string;
  /** The sender as the provider takes it: a number, a short code, a name, or the id of a pool. */
  readonly from: string;
  readonly fromKind: "number" | "short_code" | "alphanumeric" | "pool";
  readonly body: string;
  /** As analysed before (§22): the body fits it. */
  readonly encoding: SmsEncoding;
  readonly segments: number;
  /** Hand it over now and let the provider wait until then. Only where the transport has `scheduled_send`. */
  readonly sendAt: Instant | null;
  /** Not to be delivered after. */
  readonly validUntil: Instant | null;
}

/** A provider's answer to a submission. When in doubt: unknown. */
export type Submitted =
  | {
      readonly kind: "accepted";
      /** One for each part that the provider names on its own; most name the message as a whole. At least one. */
      readonly messageIds: readonly string[];
      readonly as: "accepted" | "queued" | "scheduled";
      /** The provider's own word. */
      readonly nativeStatus: string;
      /** Facts for the evidence's metadata: no bodies, no numbers. */
      readonly metadata?: Readonly<Record<string, string | number | boolean | null>>;
    }
  | {
      readonly kind: "rejected";
      readonly reason: Rejection;
      readonly nativeStatus: string;
      readonly code: string | null;
      /** Whether the same message may be taken later. */
      readonly retryable: boolean;
    }
  /** Proven that nothing was sent: no byte written, or a documented throttle. */
  | { readonly kind: "not_sent"; readonly retryAt: Instant; readonly reason: string }
  /** Never sent again by itself. */
  | { readonly kind: "unknown"; readonly reason: string };

export type Cancelled =
  | { readonly kind: "cancelled"; readonly nativeStatus: string }
  /** Too late, or unknown to the provider. */
  | { readonly kind: "refused"; readonly nativeStatus: string; readonly code: string | null }
  | { readonly kind: "not_sent"; readonly retryAt: Instant; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

export interface SmsTransport {
  /** The account's name in the configuration: the lane, and `provider_name` in references. */
  readonly account: string;
  /** The protocol: "twilio", "smpp", … */
  readonly kind: string;
  readonly environment: "production" | "sandbox";
  readonly features: readonly ProviderFeature[];
  /** It names the parts of a longer message one by one, so that a receipt speaks of one part. Absent: of the whole. */
  readonly namesParts?: boolean;
  /** The provider itself makes a repeat with the same operation id harmless for this long: a lost answer is asked for again. */
  readonly deduplicates?: { readonly ttlMs: number };
  /** A rejection of the promise counts as `unknown`. */
  submit(submission: SmsSubmission, signal: AbortSignal): Promise<Submitted>;
  cancel?(messageIds: readonly string[], signal: AbortSignal): Promise<Cancelled>;
  /** Asks what became of a submission whose answer was lost; null = the provider cannot tell. */
  lookup?(submission: SmsSubmission, signal: AbortSignal): Promise<Submitted | null>;
  start?(sink: ProviderSink): Promise<void>;
  stop?(): Promise<void>;
  health(): ProviderHealth;
}
