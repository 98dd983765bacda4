import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Instant } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { withReopening } from "../model/consent-book.ts";
import { bookKeys, bookReads, readBooks, writeBooks, type Books } from "../model/standing-books.ts";
import {
  actingAt,
  standingIn,
  withLift,
  type StandingSuppression,
} from "../model/suppression-book.ts";
import { own } from "../native/own.ts";
import type { SmsNative } from "../native/types.ts";
import { accepted, listCapability } from "./list-change.ts";
import { UnsuppressParameters } from "./list-parameters.ts";
import { Listable, listTarget } from "./list-target.ts";
import { refuse, type Refused } from "./refuse.ts";

const parametersOf = ({ parameters }: AdapterActionRequest) =>
  UnsuppressParameters.parse(parameters ?? {});

/**
 * Lifts what stands in exactly this scope. Nothing stands: refused, for that something was removed would not be true. An
 * opt-out is the recipient's to take back; somebody else lifts it only by saying so, and why.
 */
export const unsuppress = (kit: SmsKit): ActionDefinition<SmsNative> => ({
  capability: listCapability({
    action_type: "recipient.unsuppress",
    description: "Lifts suppressions of the number in exactly this scope.",
    optional_fields: [
      "parameters.scope",
      "parameters.suppression_type",
      "parameters.reason",
      "parameters.override_opt_out",
    ],
    preconditions: ["something suppresses the number in the scope"],
    postconditions: ["what stood in the scope stands no more; other scopes are untouched"],
    unsupported_when: [
      "nothing suppresses the number in the scope",
      "an opt-out is among it and parameters.override_opt_out is not true",
    ],
    expected_initial_events: ["notification.channel.suppression_removed"],
    possible_later_events: ["notification.channel.suppression_added"],
    known_failure_modes: ["the provider keeps an opt-out of its own and refuses all the same"],
  }),
  request: Listable,
  parameters: UnsuppressParameters,
  reads(request) {
    const found = listTarget(kit, request);
    if (!found.ok) return [];
    return bookReads(found.target.number, [parametersOf(request).scope]);
  },
  plan(request, snapshot, { operation, now }) {
    const found = listTarget(kit, request);
    if (!found.ok) return found.plan(operation);
    const { number } = found.target;
    const parameters = parametersOf(request);
    const { scope, suppression_type: wanted, reason } = parameters;
    const books = readBooks(snapshot, number, scope);
    const standing = standingIn(books.suppressions, now).filter(
      ({ type }) => !wanted || type === wanted,
    );
    const refused = reasonAgainst(standing, parameters);
    if (refused !== null) {
      const guards = bookKeys(number, scope).map((doc) => ({
        doc,
        version: snapshot.doc(doc)?.version ?? 0,
      }));
      return { ...refuse(operation, refused), guards };
    }
    const types = standing.map(({ type }) => type);
    const facts = {
      scope: scope.kind,
      scope_value: scope.value,
      suppression_types: types,
      overrides_opt_out: types.includes("opt_out"),
      reason: reason ?? null,
    };
    return accepted(
      operation,
      found.target,
      [own("endpoint.unsuppressed", operation, { data: { number, ...facts }, metadata: facts })],
      {
        ...writeBooks(snapshot, number, scope, lifted(books, standing, reason ?? null, now)),
        metadata: facts,
      },
    );
  },
});

function reasonAgainst(
  standing: readonly StandingSuppression[],
  { override_opt_out, reason }: UnsuppressParameters,
): Refused | null {
  if (standing.length === 0) {
    return {
      refusal: "unsupported",
      code: "not_suppressed",
      message:
        "Nothing of this kind suppresses the number in this scope: nothing was removed. Look at GET /sms/suppressions for what stands where.",
      category: "conflict",
      field: "parameters.scope",
    };
  }
  if (!standing.some(({ type }) => type === "opt_out")) return null;
  if (!override_opt_out) {
    return {
      refusal: "unsupported",
      code: "opt_out_stands",
      message:
        "The recipient opted out, and only they take that back: nothing was removed. Say override_opt_out = true and a reason to lift it nevertheless, or name the suppression_type to lift others.",
      category: "conflict",
      field: "parameters.override_opt_out",
    };
  }
  if (reason) return null;
  return {
    refusal: "unsupported",
    code: "reason_missing",
    message: "To lift an opt-out in the recipient's place takes a reason: nothing was removed.",
    field: "parameters.reason",
  };
}

function lifted(
  books: Books,
  standing: readonly StandingSuppression[],
  reason: string | null,
  now: Instant,
): Books {
  const optOuts = standing.filter(({ type }) => type === "opt_out");
  const suppressions = standing.reduce(
    (book, { type, at }) =>
      withLift(book, type, { at: actingAt(now, at), source: "operator", reason }),
    books.suppressions,
  );
  // Else the recorded opt-out would go on to block what the lifted suppression does not.
  const consent = optOuts.reduce(
    (book, { at }) => withReopening(book, actingAt(now, Math.max(at, book.optedOut?.at ?? at))),
    books.consent,
  );
  return { suppressions, consent };
}
