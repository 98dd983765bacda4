import { z } from "zod";

/** SmsAdapterSpecification §20: how far a consent or a suppression reaches. */
export const SmsScopeKind = z.enum([
  "global",
  "tenant",
  "sender_identity",
  "campaign",
  "coordination_case",
  "purpose",
]);
export type SmsScopeKind = z.infer<typeof SmsScopeKind>;

/** `value` names the sender identity, campaign, case or purpose; it is null for `global` and `tenant`. */
export interface SmsScope {
  readonly kind: SmsScopeKind;
  readonly value: string | null;
}
