import type { Read, Reactor, Snapshot, Target } from "@underclaim/runtime";
import { z } from "zod";
import { suppressionKey } from "../model/documents.ts";
import type { SmsScope } from "../model/scope.ts";
import { suppressionsIn, withSuppression } from "../model/suppression-book.ts";
import type { SmsNative } from "../native/types.ts";
import { saidAt } from "./inbound-told.ts";

/** What a send remembers of itself (its plan's metadata), as far as it is needed here. */
const Sent = z.looseObject({
  metadata: z.looseObject({
    number: z.string().min(1),
    sender_identity: z.string().min(1).nullish(),
  }),
});

interface Refused {
  readonly number: string;
  readonly scope: SmsScope;
}

/**
 * The provider refuses because of an opt-out that it keeps itself: so it stands here, too, where it is known to stand, at the
 * sender. Of type `provider_policy`: that the recipient asked for it is the provider's word.
 */
export const providerListReaction: Reactor<SmsNative> = {
  reads(_native, targets, known) {
    const refused = known === null ? null : refusedIn(targets, known);
    return [
      ...operationsOf(targets),
      ...(refused === null ? [] : [{ doc: suppressionKey(refused.number, refused.scope) }]),
    ];
  },
  react(native, targets, snapshot, { now }) {
    const refused = refusedIn(targets, snapshot);
    if (refused === null) return {};
    const key = suppressionKey(refused.number, refused.scope);
    const doc = snapshot.doc(key);
    const code = native.data?.["code"];
    const book = withSuppression(suppressionsIn(doc), "provider_policy", {
      at: saidAt(native, now),
      source: "provider",
      reason: typeof code === "string" ? code : native.nativeStatus,
      expiresAt: null,
    });
    return {
      guards: [{ doc: key, version: doc?.version ?? 0 }],
      docs: [{ put: key, text: JSON.stringify(book) }],
    };
  },
};

const operationsOf = (targets: readonly Target[]): readonly Read[] =>
  targets.slice(0, 1).flatMap(({ operation }) => (operation ? [{ operation }] : []));

/** Null where it is about no send of ours, such as an answer of the adapter's own. */
function refusedIn([target]: readonly Target[], snapshot: Snapshot): Refused | null {
  const operation = target?.operation ? snapshot.operation(target.operation) : null;
  const sent = operation === null ? null : Sent.safeParse(JSON.parse(operation.text));
  if (sent === null || !sent.success) return null;
  const { number, sender_identity: identity } = sent.data.metadata;
  return {
    number,
    scope: identity
      ? { kind: "sender_identity", value: identity }
      : { kind: "tenant", value: null },
  };
}
