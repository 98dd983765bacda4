import type { AllowSettings } from "./allow-list.ts";
import type { ContentSettings } from "./content.ts";
import type { LimitSettings } from "./limits.ts";

export interface GuardSettings {
  /** As the audit names it. */
  readonly skill: string;
  readonly allow: AllowSettings;
  readonly content: ContentSettings;
  readonly limits: LimitSettings;
  /** Every message needs a person's approval. */
  readonly draft: boolean;
  /** A contact that no person has released for good needs an approval for each message. */
  readonly confirmFirstContact: boolean;
  /** A line below every message that says who wrote it. */
  readonly attribution: string | null;
  readonly approvalTtlMs: number;
  /** Questions that may wait for a person, of all principals. */
  readonly maxPending: number;
  /** Questions that may be put to a person in an hour, whatever their answers. */
  readonly questionsPerHour: number;
  /** Characters of the body in the audit; 0: none. */
  readonly previewCharacters: number;
}
