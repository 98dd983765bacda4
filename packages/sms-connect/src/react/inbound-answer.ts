import type {
  Guard,
  Instant,
  JsonObject,
  Read,
  ReactContext,
  ReactionSend,
  Snapshot,
  Target,
} from "@underclaim/runtime";
import { subjectOf } from "../actions/refuse.ts";
import type { SmsKit } from "../kit.ts";
import { encodingOf, segmentsOf } from "../model/segments.ts";
import {
  exemptFromNothing,
  standingOf,
  standingReads,
  type StandingFacts,
} from "../model/standing.ts";
import { clientRef } from "../native/references.ts";
import type { SmsDraft } from "../native/types.ts";
import { asJson, type SendCommand } from "../provider/command.ts";
import { countryIn, toldBy, unkeptOf } from "./inbound-told.ts";

function factsOf(
  { settings, numberId }: SmsKit,
  native: SmsDraft,
  targets: readonly Target[],
): StandingFacts {
  const sender = toldBy(native)?.to.sender;
  const identity = settings.senders.find(({ sender_value }) => numberId(sender_value) === sender);
  return {
    senderIdentity: identity?.sender_identity_id ?? null,
    campaign: identity?.campaign_ref ?? null,
    case: targets[0]?.correlation.coordination_case_id ?? "",
    purpose: null,
    stream: "notification",
    country: countryIn(unkeptOf(native)),
  };
}

/** What must be read before anything is answered. */
export function answerReads(
  kit: SmsKit,
  native: SmsDraft,
  targets: readonly Target[],
): readonly Read[] {
  const told = toldBy(native);
  return told === null ? [] : standingReads(kit, told.number, factsOf(kit, native, targets));
}

/** Whether something stands against answering, and what must still hold at the commit. */
export function mayAnswer(
  kit: SmsKit,
  native: SmsDraft,
  targets: readonly Target[],
  snapshot: Snapshot,
  now: Instant,
): { readonly may: boolean; readonly guards: readonly Guard[] } {
  const told = toldBy(native);
  if (told === null) return { may: false, guards: [] };
  const facts = factsOf(kit, native, targets);
  const { block, guards } = standingOf(exemptFromNothing(kit), told.number, facts, snapshot, now);
  return { may: block === null, guards };
}

/**
 * The answer, back to where the message came from, through the account it came through, in the case it is about. None where
 * nobody knows the address any more, or the account cannot send.
 */
export function answer(
  kit: SmsKit,
  native: SmsDraft,
  targets: readonly Target[],
  body: string,
  /** `standing`: it may not leave where something has come to stand against it meanwhile. */
  { expiresAt, standing }: { readonly expiresAt: Instant | null; readonly standing: boolean },
  { ids }: ReactContext,
): readonly ReactionSend[] {
  const [target] = targets;
  const unkept = unkeptOf(native);
  const account = kit.accounts.find((each) => each.account === toldBy(native)?.account);
  if (target === undefined || unkept === null || !account?.features.includes("sending")) return [];
  const operation = ids.next("smsop");
  const encoding = encodingOf(body);
  const segments = segmentsOf(body, encoding).count;
  const command: SendCommand = {
    kind: "send",
    to: unkept.from,
    from: unkept.to,
    fromKind: kindOf(unkept.to),
    body,
    encoding,
    segments,
    sendAt: null,
    validUntil: expiresAt,
    accounts: [account.account],
  };
  return [
    {
      operation,
      subject: subjectOf(operation),
      target,
      dispatch: { lane: account.account, command: asJson(command) },
      refs: [clientRef(operation)],
      metadata: { segments, ...(standing ? keptFor(factsOf(kit, native, targets), native) : {}) },
      person: toldBy(native)?.number ?? null,
      expiresAt,
    },
  ];
}

/** What `actions/recheck.ts` goes by. */
const keptFor = (
  { senderIdentity, campaign, stream, country }: StandingFacts,
  native: SmsDraft,
): JsonObject => ({
  answers: true,
  number: toldBy(native)?.number ?? null,
  sender_identity: senderIdentity,
  campaign,
  stream,
  country,
});

const kindOf = (address: string): SendCommand["fromKind"] =>
  /^\d{3,8}$/.test(address) ? "short_code" : /^\+?\d+$/.test(address) ? "number" : "alphanumeric";
