import type { Doc, Instant, Key, Reactor } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { withReopening } from "../model/consent-book.ts";
import type { SmsScope } from "../model/scope.ts";
import { scopesOfOptIn } from "../model/scope-of-reply.ts";
import {
  bookReads,
  isOptedOut,
  readBooks,
  writeBooks,
  type Books,
} from "../model/standing-books.ts";
import { withLift } from "../model/suppression-book.ts";
import { own } from "../native/own.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import { saidAt, scopesAsJson, toldBy } from "./inbound-told.ts";

/** That something was lifted, until it is told. The reaction itself can write no evidence. */
const liftedKey = (id: string): Key => ["lifted", id];
interface Lifted {
  readonly account: string;
  readonly number: string;
  readonly sender: string;
  readonly pool: string | null;
  readonly scopes: readonly SmsScope[];
  /** When the word was said. */
  readonly at: Instant;
}

/**
 * Takes back opt-outs, and nothing else: not what an operator, a complaint or a provider's own list put there, not in another
 * scope, and no consent comes of it that was not there before the opt-out. What really stood and is lifted is told.
 */
export const optInReaction = (kit: SmsKit): Reactor<SmsNative> => ({
  urgent: true,
  reads(native) {
    const told = toldBy(native);
    return told === null ? [] : bookReads(told.number, scopesOfOptIn(kit, told.to));
  },
  react(native, _targets, snapshot, { now, ids }) {
    const told = toldBy(native);
    if (told === null) return {};
    const { account, number, to } = told;
    const at = saidAt(native, now);
    const changes = scopesOfOptIn(kit, to).map((scope) => {
      const before = readBooks(snapshot, number, scope);
      const after: Books = {
        // Written whether or not an opt-out stands: an older one that arrives later must not count.
        suppressions: withLift(before.suppressions, "opt_out", {
          at,
          source: "participant",
          reason: null,
        }),
        consent: withReopening(before.consent, at),
      };
      const lifts = isOptedOut(before, now) && !isOptedOut(after, now);
      return { scope, lifts, ...writeBooks(snapshot, number, scope, after) };
    });
    const scopes = changes.filter(({ lifts }) => lifts).map(({ scope }) => scope);
    const lifted: Lifted = { account, number, sender: to.sender, pool: to.pool, scopes, at };
    return {
      guards: changes.flatMap(({ guards }) => guards),
      docs: [
        ...changes.flatMap(({ docs }) => docs),
        ...(scopes.length === 0
          ? []
          : [{ put: liftedKey(ids.next("lift")), text: JSON.stringify(lifted), dueAt: now }]),
      ],
    };
  },
});

/** It is about what the word was about: the same conversation, at the word's own time. */
export function suppressionLifted({ key, text }: Doc): readonly SmsDraft[] {
  const { account, scopes, at, ...conversation } = JSON.parse(text) as Lifted;
  const told = {
    suppression_types: ["opt_out"],
    scopes: scopesAsJson(scopes),
    by: "sms_keyword",
  };
  return [
    {
      ...own("endpoint.suppression_lifted", key[1] ?? "", {
        data: { provider: account, ...conversation, ...told },
        metadata: told,
      }),
      occurredAt: at,
      lane: account,
      endpoint: { endpoint_type: "phone_number", endpoint_id: conversation.number },
    },
  ];
}
