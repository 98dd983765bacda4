import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { bookReads, readBooks, writeBooks } from "../model/standing-books.ts";
import { standingIn, withSuppression } from "../model/suppression-book.ts";
import { suppressionId } from "../model/suppression-id.ts";
import { own } from "../native/own.ts";
import type { SmsNative } from "../native/types.ts";
import { accepted, listCapability } from "./list-change.ts";
import { suppressParameters } from "./list-parameters.ts";
import { Listable, listTarget } from "./list-target.ts";
import { refuse } from "./refuse.ts";

/** Nothing more is sent to the number within the scope. What stands already stands on; the newest words of it count. */
export const suppress = (kit: SmsKit): ActionDefinition<SmsNative> => {
  const Parameters = suppressParameters(kit);
  const parametersOf = ({ parameters }: AdapterActionRequest) => Parameters.parse(parameters ?? {});
  return {
    capability: listCapability({
      action_type: "recipient.suppress",
      description: "Nothing more is sent to the number within the scope.",
      optional_fields: [
        "parameters.scope",
        "parameters.suppression_type",
        "parameters.reason",
        "parameters.source",
        "parameters.expires_at",
      ],
      postconditions: ["messages within the scope are refused until it is lifted or expires"],
      unsupported_when: ["parameters.expires_at lies in the past"],
      expected_initial_events: ["notification.channel.suppression_added"],
      possible_later_events: ["notification.channel.suppression_removed"],
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
      const { scope, suppression_type: type, reason, source, expires_at } = parametersOf(request);
      const expiresAt = expires_at ? Date.parse(expires_at) : null;
      if (expiresAt !== null && expiresAt <= now) {
        return refuse(operation, {
          refusal: "unsupported",
          code: "expires_at_in_the_past",
          message: "parameters.expires_at lies in the past: nothing was done. Name a later time.",
          field: "parameters.expires_at",
        });
      }
      const books = readBooks(snapshot, number, scope);
      const preExisting = standingIn(books.suppressions, now).some((each) => each.type === type);
      const suppressions = withSuppression(books.suppressions, type, {
        // No earlier than a lift that stands: this comes after it.
        at: Math.max(now, books.suppressions[type]?.lifted?.at ?? now),
        source,
        reason: reason ?? null,
        expiresAt,
      });
      const facts = {
        suppression_id: suppressionId({ number, scope, type }),
        suppression_type: type,
        scope: scope.kind,
        scope_value: scope.value,
        source,
        pre_existing: preExisting,
        expires_at: expires_at ?? null,
      };
      return accepted(
        operation,
        found.target,
        [own("endpoint.suppressed", operation, { data: { number, ...facts }, metadata: facts })],
        { ...writeBooks(snapshot, number, scope, { ...books, suppressions }), metadata: facts },
      );
    },
  };
};
