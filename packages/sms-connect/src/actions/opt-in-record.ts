import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Instant } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { consentStateOf, withConsent, type ConsentStatement } from "../model/consent-book.ts";
import {
  bookReads,
  isOptedOut,
  readBooks,
  writeBooks,
  type Books,
} from "../model/standing-books.ts";
import { withLift } from "../model/suppression-book.ts";
import { own } from "../native/own.ts";
import type { SmsNative } from "../native/types.ts";
import { accepted, listCapability } from "./list-change.ts";
import { optInParameters } from "./list-parameters.ts";
import { Listable, listTarget } from "./list-target.ts";
import { refuse, type Refused } from "./refuse.ts";

/**
 * What the recipient has agreed to, as somebody records it. An opt-in takes back an opt-out in the same scope that it is
 * known to be later than; an older one, or one without a time, is recorded and takes back nothing. Only an opt-in that counts
 * is an event of the endpoint: that none is required, is disputed or is not known stands in the record alone.
 */
export const optInRecord = (kit: SmsKit): ActionDefinition<SmsNative> => {
  const Parameters = optInParameters(kit);
  const parametersOf = ({ parameters }: AdapterActionRequest) => Parameters.parse(parameters ?? {});
  return {
    capability: listCapability({
      action_type: "recipient.opt_in_record",
      description: "Records the recipient's consent within the scope.",
      optional_fields: [
        "parameters.scope",
        "parameters.consent_state",
        "parameters.consent_source",
        "parameters.consent_evidence_ref",
        "parameters.consent_acquired_at",
        "parameters.expires_at",
      ],
      postconditions: [
        "the consent counts for messages within the scope, unless an opt-out is later",
      ],
      unsupported_when: [
        "parameters.consent_acquired_at lies in the future",
        "parameters.expires_at lies in the past",
      ],
      expected_initial_events: ["notification.channel.suppression_removed"],
      possible_later_events: ["notification.channel.unsubscribe_received"],
      known_failure_modes: ["a later opt-out stands: the consent is recorded and not effective"],
    }),
    request: Listable,
    parameters: Parameters,
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
      const { scope } = parameters;
      const acquiredAt = instantOf(parameters.consent_acquired_at);
      const expiresAt = instantOf(parameters.expires_at);
      if (acquiredAt !== null && acquiredAt > now) return refuse(operation, IN_THE_FUTURE);
      if (expiresAt !== null && expiresAt <= now) return refuse(operation, EXPIRED);

      const statement: ConsentStatement = {
        state: parameters.consent_state,
        at: acquiredAt ?? unknownTime(parameters.consent_state, now),
        source: parameters.consent_source,
        evidenceRef: parameters.consent_evidence_ref ?? null,
        expiresAt,
      };
      const books = readBooks(snapshot, number, scope);
      const after = recorded(books, statement, now);
      const standing = consentStateOf(after.consent, now);
      const lifts = isOptedOut(books, now) && !isOptedOut(after, now);
      const facts = {
        consent_state: standing,
        recorded_state: statement.state,
        scope: scope.kind,
        scope_value: scope.value,
        consent_source: statement.source,
        consent_evidence_ref: statement.evidenceRef,
        effective: standing === statement.state && !isOptedOut(after, now),
      };
      const told = { data: { number, ...facts }, metadata: facts };
      const lifting = { ...facts, suppression_types: ["opt_out"] };
      return accepted(
        operation,
        found.target,
        [
          ...(statement.state === "opted_in" && facts.effective
            ? [{ ...own("endpoint.opted_in", operation, told), occurredAt: acquiredAt }]
            : []),
          ...(lifts
            ? [
                own("endpoint.unsuppressed", operation, {
                  data: { number, ...lifting },
                  metadata: lifting,
                }),
              ]
            : []),
        ],
        { ...writeBooks(snapshot, number, scope, after), metadata: facts },
      );
    },
  };
};

const instantOf = (text: string | null | undefined): Instant | null =>
  text ? Date.parse(text) : null;

/** What permits is older than all that has a time; what withdraws permission counts from when it is recorded. */
const unknownTime = (state: ConsentStatement["state"], now: Instant): Instant | null =>
  state === "opted_in" || state === "not_required" ? null : now;

function recorded(books: Books, statement: ConsentStatement, now: Instant): Books {
  const consent = withConsent(books.consent, statement);
  const takesBack = statement.state === "opted_in" && statement.at !== null;
  return {
    consent,
    // Written whether or not an opt-out stands: an older one that becomes known later must not count.
    suppressions: takesBack
      ? withLift(books.suppressions, "opt_out", {
          at: Math.min(statement.at, now),
          source: "participant",
          reason: null,
        })
      : books.suppressions,
  };
}

const IN_THE_FUTURE: Refused = {
  refusal: "unsupported",
  code: "consent_acquired_at_in_the_future",
  message:
    "parameters.consent_acquired_at lies in the future: nothing was recorded. Name a time that has been.",
  field: "parameters.consent_acquired_at",
};

const EXPIRED: Refused = {
  refusal: "unsupported",
  code: "expires_at_in_the_past",
  message: "parameters.expires_at lies in the past: nothing was recorded. Name a later time.",
  field: "parameters.expires_at",
};
