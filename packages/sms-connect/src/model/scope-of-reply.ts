import type { SmsKit } from "../kit.ts";
import type { SmsScope } from "./scope.ts";

/** What an incoming message tells of the sender of ours that it went to. Addresses are pseudonyms. */
export interface RepliedTo {
  readonly sender: string;
  readonly pool: string | null;
  /** Null: the provider does not say how far an opt-out reaches with it. */
  readonly told: "global" | "tenant" | "sender_identity" | null;
}

/** Every configured identity behind the address. */
const identitiesOf = ({ settings, numberId }: SmsKit, { sender, pool }: RepliedTo): SmsScope[] =>
  settings.senders
    .filter(({ sender_value }) => [sender, pool].includes(numberId(sender_value)))
    .map(({ sender_identity_id }) => ({ kind: "sender_identity", value: sender_identity_id }));

const reachOf = ({ settings }: SmsKit, { told }: RepliedTo) =>
  told ?? settings.consent.opt_out_scope;

/** Where an opt-out is written. From a sender that is not configured it reaches further rather than nowhere. */
export function scopesOfOptOut(kit: SmsKit, to: RepliedTo): readonly [SmsScope, ...SmsScope[]] {
  const reach = reachOf(kit, to);
  if (reach !== "sender_identity") return [{ kind: reach, value: null }];
  const [first, ...more] = identitiesOf(kit, to);
  return first === undefined ? [{ kind: "tenant", value: null }] : [first, ...more];
}

/**
 * What an opt-in may lift: the scope an opt-out would have, and that of the sender itself. Never more: said to a sender
 * that is not configured, where opt-outs are a sender's, it lifts nothing.
 */
export function scopesOfOptIn(kit: SmsKit, to: RepliedTo): readonly SmsScope[] {
  const reach = reachOf(kit, to);
  const own = identitiesOf(kit, to);
  return reach === "sender_identity" ? own : [{ kind: reach, value: null }, ...own];
}
