// What the actions that change a number's standing have in common: the effect is the accepting commit itself.
import type { AdapterActionCapability } from "@underclaim/contract";
import type { AcceptPlan, DocWrite, Guard, Key, Snapshot } from "@underclaim/runtime";
import { consentIn, type ConsentBook } from "../model/consent-book.ts";
import { consentKey, suppressionKey } from "../model/documents.ts";
import type { SmsScope } from "../model/scope.ts";
import { suppressionsIn, type SuppressionBook } from "../model/suppression-book.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import type { ListTarget } from "./list-target.ts";
import { subjectOf } from "./refuse.ts";

export const listCapability = (
  told: Pick<AdapterActionCapability, "action_type" | "description" | "optional_fields"> &
    Partial<AdapterActionCapability>,
): AdapterActionCapability => ({
  mode: "sync",
  idempotency_required: true,
  required_fields: ["target_endpoint", "tracking_context", "idempotency_key"],
  supported_channels: ["sms"],
  supported_endpoint_types: ["phone_number"],
  preconditions: [],
  postconditions: [],
  capability_dependencies: [],
  unsupported_when: [],
  expected_initial_events: [],
  possible_later_events: [],
  known_failure_modes: [],
  ...told,
});

/** Both books of one number and one scope, as read. */
export interface Books {
  readonly suppressions: SuppressionBook;
  readonly consent: ConsentBook;
}

export const bookKeys = (number: string, scope: SmsScope): readonly [Key, Key] => [
  suppressionKey(number, scope),
  consentKey(number, scope),
];

export const readBooks = (snapshot: Snapshot, number: string, scope: SmsScope): Books => {
  const [suppressions, consent] = bookKeys(number, scope);
  return {
    suppressions: suppressionsIn(snapshot.doc(suppressions)),
    consent: consentIn(snapshot.doc(consent)),
  };
};

/** Writes what differs; guards both, for what was decided hangs on both. */
export function writeBooks(
  snapshot: Snapshot,
  number: string,
  scope: SmsScope,
  after: Books,
): { readonly docs: readonly DocWrite[]; readonly guards: readonly Guard[] } {
  const keys = bookKeys(number, scope);
  const before = readBooks(snapshot, number, scope);
  const texts = (books: Books) =>
    [books.suppressions, books.consent].map((book) => JSON.stringify(book));
  const [was, is] = [texts(before), texts(after)];
  return {
    docs: keys.flatMap((put, index) => {
      const text = is[index];
      return text === undefined || text === was[index] ? [] : [{ put, text }];
    }),
    guards: keys.map((doc) => ({ doc, version: snapshot.doc(doc)?.version ?? 0 })),
  };
}

/** The change as a plan. */
export const accepted = (
  operation: string,
  { endpoint, asked }: ListTarget,
  natives: readonly SmsDraft[],
  changes: Pick<AcceptPlan<SmsNative>, "docs" | "guards" | "metadata">,
): AcceptPlan<SmsNative> => ({
  kind: "accept",
  state: "completed",
  subject: subjectOf(operation),
  endpoint,
  natives: asked === null ? natives : natives.map((native) => ({ ...native, endpoint: asked })),
  dispatch: null,
  ...changes,
});
