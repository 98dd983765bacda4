import type { Instant, Recheck } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { SmsStream } from "../model/stream.ts";
import {
  exemptFromNothing,
  standingOf,
  standingReads,
  type StandingFacts,
} from "../model/standing.ts";
import { own } from "../native/own.ts";
import { REFUSALS } from "../native/refusals.ts";
import type { SmsNative } from "../native/types.ts";

/**
 * What stands against sending is looked at again when a message leaves: an opt-out that came while it waited for its time
 * stops it (SmsAdapterSpecification §20), also what the adapter sends of itself (an answer to HELP). So does the end of its
 * validity.
 */
export const recheckSms = (kit: SmsKit): Recheck<SmsNative> => ({
  reads: (leaving) => {
    const known = factsOf(leaving);
    return known === null ? [] : standingReads(kit, known.number, known.facts);
  },
  check(leaving, snapshot, now) {
    const known = factsOf(leaving);
    if (known === null) return { guards: [], refused: null };
    if (known.validUntil !== null && known.validUntil <= now)
      return { guards: [], refused: own("message.expired", leaving.operation) };
    const by = known.answers ? exemptFromNothing(kit) : kit;
    const { block, guards } = standingOf(by, known.number, known.facts, snapshot, now);
    if (block === null) return { guards, refused: null };
    const told = {
      subclass: REFUSALS[block.refusal],
      reason: block.refusal,
      at: "dispatch",
      scope: block.scope?.kind ?? null,
      suppression_type: block.type ?? null,
      pre_existing: true,
    };
    return {
      guards,
      refused: own(`message.refused.${block.refusal}`, leaving.operation, {
        data: told,
        metadata: told,
      }),
    };
  },
});

interface Known {
  readonly number: string;
  readonly facts: StandingFacts;
  /** It answers a message: of the adapter's own accord. */
  readonly answers: boolean;
  readonly validUntil: Instant | null;
}

/** As its plan or reaction kept them. Null: nothing can stand against it (a confirmation of the opt-out itself). */
function factsOf({ caseId, metadata }: Parameters<Recheck["reads"]>[0]): Known | null {
  const { number, stream } = metadata ?? {};
  const read = SmsStream.safeParse(stream);
  if (typeof number !== "string" || !read.success) return null;
  const text = (name: string): string | null => {
    const value = metadata?.[name];
    return typeof value === "string" ? value : null;
  };
  const validUntil = metadata?.["valid_until"];
  return {
    number,
    answers: metadata?.["answers"] === true,
    validUntil: typeof validUntil === "number" ? validUntil : null,
    facts: {
      senderIdentity: text("sender_identity"),
      campaign: text("campaign"),
      case: caseId,
      purpose: text("purpose"),
      stream: read.data,
      country: text("country"),
    },
  };
}
