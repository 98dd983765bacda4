// Whom a JID stands for, as the configuration maps it, and what an act of it shows of who acted.
import type { ActorContext } from "@underclaim/contract";
import type { XmppConfiguration } from "../configuration.ts";
import type { XmppKit } from "../kit.ts";

type Participant = XmppConfiguration["participants"][number];

/** @param jid bare, prepared; null: it is not known */
export const participantWith = (
  kit: XmppKit,
  jid: string | null,
  tenant: string,
): Participant | null =>
  kit.settings.participants.find((each) => each.jid === jid && each.tenant === tenant) ?? null;

/** Mapped, and an account that its participant alone acts through. */
export const actsAlone = (participant: Participant | null): participant is Participant =>
  participant !== null && !participant.delegated;

/**
 * Who acted, where another service (a room, a node) vouches for the account, and the account's server for it to that service.
 *
 * @param ref names the account, or the occupant
 */
export const vouchedActor = (participant: Participant | null, ref: string): ActorContext => {
  const alone = actsAlone(participant);
  return {
    actor_ref: alone ? participant.participant_id : null,
    actor_type: "unknown",
    identity_strength: alone ? "medium" : "low",
    authority_strength: "none",
    authenticated: alone,
    delegated: participant?.delegated ?? null,
    provider_identity_ref: ref,
  };
};
