// Occupants' words, graded no higher than the same outside a room: the room's service stands between, and vouches for the account.
import { lowerGrade, type EvidenceGrade } from "@underclaim/contract";
import { CHAT_STATE, DECLINED, REPLY } from "./further-grades.ts";
import { ACKNOWLEDGED, AUTHENTICATED, DISPLAYED } from "./grades.ts";

const inRoom = (grade: EvidenceGrade): EvidenceGrade =>
  lowerGrade(grade, {
    strength: "medium",
    actor_certainty: "medium",
    channel_certainty: "medium",
    non_repudiation_strength: "low",
    notes: ["In a room: its service tells who the occupant is."],
  });

export const OCCUPANT_DISPLAYED: EvidenceGrade = inRoom(DISPLAYED);
export const OCCUPANT_ACKNOWLEDGED: EvidenceGrade = inRoom(ACKNOWLEDGED);
export const OCCUPANT_DECLINED: EvidenceGrade = inRoom(DECLINED);
export const OCCUPANT_REPLY: EvidenceGrade = inRoom(REPLY);
export const OCCUPANT_AUTHENTICATED: EvidenceGrade = inRoom(AUTHENTICATED);

/** Somebody in the room, and nobody in particular. */
export const ANY_OCCUPANT: EvidenceGrade = lowerGrade(CHAT_STATE, {
  actor_certainty: "none",
  notes: ["An occupant whose account is not known, or not the participant's."],
});
