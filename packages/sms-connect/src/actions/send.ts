import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Instant, Plan, PlanContext, Snapshot } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { endpointFactsOf, type EndpointFacts } from "../health/endpoint-facts.ts";
import { conversationKey, endpointFactsKey, type Conversation } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { clientRef } from "../native/references.ts";
import type { SmsNative } from "../native/types.ts";
import { asJson, type SendCommand } from "../provider/command.ts";
import { prepare, preparationReads, type Prepared } from "./prepare.ts";
import { refuse, subjectOf } from "./refuse.ts";
import { Sendable, SendParameters } from "./send-parameters.ts";

export const SEND_CAPABILITY: AdapterActionCapability = {
  action_type: "notification.send",
  description: "Sends one SMS to one number.",
  mode: "async",
  idempotency_required: true,
  required_fields: ["target_endpoint", "content.body_text or template_ref", "tracking_context"],
  optional_fields: ["participant_id", "variables", "parameters", "expires_at", "policy_context"],
  supported_channels: ["sms"],
  supported_endpoint_types: ["phone_number"],
  preconditions: [
    "the number may take SMS",
    "nothing suppresses it and consent stands where it is needed",
    "a sender identity and an account may carry it",
  ],
  postconditions: ["the message waits for its provider"],
  capability_dependencies: [],
  unsupported_when: ["the number is opted out or suppressed in any scope that applies"],
  expected_initial_events: ["notification.attempt.accepted_by_adapter"],
  possible_later_events: [
    "notification.attempt.accepted_by_provider",
    "notification.attempt.rejected_by_provider",
    "notification.endpoint.accepted",
    "notification.endpoint.deferred",
    "notification.endpoint.rejected_temporary",
    "notification.endpoint.rejected_permanent",
    "notification.endpoint.unknown",
    "interaction.reply_received",
  ],
  known_failure_modes: [
    "the provider's answer is lost: the outcome is unknown until a receipt, a look-up or an operator tells it",
    "no receipt comes",
  ],
};

export const send = (kit: SmsKit): ActionDefinition<SmsNative> => ({
  capability: SEND_CAPABILITY,
  request: Sendable,
  parameters: SendParameters,
  reads: (request) =>
    preparationReads(kit, request, SendParameters.parse(request.parameters ?? {})),
  plan: (request, snapshot, context) =>
    planSend(kit, request, SendParameters.parse(request.parameters ?? {}), snapshot, context, NOW),
});

/** When a message leaves, and who waits until then. */
export interface Timing {
  readonly sendAt: Instant | null;
  readonly heldBy: "adapter" | "provider";
}
const NOW: Timing = { sendAt: null, heldBy: "adapter" };

export function planSend(
  kit: SmsKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  snapshot: Snapshot,
  context: PlanContext,
  timing: Timing,
): Plan<SmsNative> {
  const { operation, now } = context;
  const template_ref = request.template_ref ?? null;
  const leavesAt = Math.max(now, timing.sendAt ?? now);
  const preparation = prepare(kit, request, parameters, snapshot, context, leavesAt);
  if (!preparation.ok) return refuse(operation, preparation.refused);
  const { prepared } = preparation;
  const { number, sender, accounts } = prepared;
  const [lane = ""] = accounts;
  const waits = timing.sendAt !== null && timing.sendAt > now;
  const person = kit.numberId(number.e164);
  const known = endpointFactsOf(snapshot.doc(endpointFactsKey(person)));
  const facts = { ...factsOf(kit, prepared, parameters), ...identityOf(known), template_ref };
  const conversation = conversationKey(kit.numberId(sender.sender_value), person);
  const standing = snapshot.doc(conversation);
  return {
    kind: "accept",
    // §16.2
    state: waits && timing.heldBy === "adapter" ? "scheduled" : "accepted",
    subject: subjectOf(operation),
    endpoint: { ...request.target_endpoint, endpoint_type: "phone_number", value: number.e164 },
    natives: [
      own("message.accepted", operation, { data: facts, metadata: facts }),
      ...(waits ? [own("message.scheduled", operation, { data: facts })] : []),
    ],
    dispatch: {
      lane,
      command: asJson(commandOf(prepared, parameters, leavesAt, timing)),
      notBefore: timing.heldBy === "adapter" ? timing.sendAt : null,
    },
    // The reference by which a receipt is found even if the provider's answer is lost.
    refs: [clientRef(operation)],
    docs: [
      ...prepared.docs,
      { put: conversation, text: JSON.stringify(remembering(standing?.text, operation, leavesAt)) },
    ],
    expiresAt: leavesAt + kit.settings.give_up_after,
    deadline: leavesAt + (parameters.receipt_within ?? kit.settings.receipts.missing_after),
    guards: [...prepared.guards, { doc: conversation, version: standing?.version ?? 0 }],
    metadata: {
      ...facts,
      valid_until: validUntilOf(parameters, leavesAt),
      warnings: [...prepared.warnings],
      content: { ...prepared.analysis },
    },
    person,
  };
}

/** How many messages of one conversation a reply may be about. */
const REMEMBERED = 5;

function remembering(text: string | undefined, operation: string, at: Instant): Conversation {
  const before = text === undefined ? { recent: [] } : (JSON.parse(text) as Conversation);
  const recent = [{ operation, at }, ...before.recent];
  const left = recent.slice(REMEMBERED).map((each) => each.at);
  const forgotten = Math.max(...left, before.forgotten ?? Number.NEGATIVE_INFINITY);
  return {
    recent: recent.slice(0, REMEMBERED),
    ...(Number.isFinite(forgotten) ? { forgotten } : {}),
  };
}

const SENDER_KINDS = {
  long_code: "number",
  toll_free: "number",
  short_code: "short_code",
  alphanumeric_sender_id: "alphanumeric",
  sender_pool: "pool",
} as const;

function commandOf(
  { number, sender, body, encoding, segments, accounts }: Prepared,
  parameters: SendParameters,
  leavesAt: Instant,
  { sendAt, heldBy }: Timing,
): SendCommand {
  return {
    kind: "send",
    to: number.e164,
    from: sender.sender_value,
    fromKind: SENDER_KINDS[sender.sender_type],
    body,
    encoding,
    segments,
    sendAt: heldBy === "provider" ? sendAt : null,
    validUntil: validUntilOf(parameters, leavesAt),
    accounts: [...accounts],
  };
}

const validUntilOf = ({ valid_for }: SendParameters, leavesAt: Instant): Instant | null =>
  valid_for == null ? null : leavesAt + valid_for;

/** What is known of who holds the phone (§11.4): it makes whatever comes back less certain. */
const identityOf = ({ shared_since, reassigned_at }: EndpointFacts) => ({
  shared: shared_since !== null,
  reassigned: reassigned_at !== null,
});

/** What is told of the message and kept with it: no number, no text. */
const factsOf = (
  kit: SmsKit,
  { number, sender, encoding, segments, accounts, trackedLinks }: Prepared,
  { stream, reminds, purpose, campaign }: SendParameters,
) => ({
  number: kit.numberId(number.e164),
  number_type: number.type,
  country: number.country,
  sender_identity: sender.sender_identity_id,
  campaign: campaign ?? sender.campaign_ref ?? null,
  stream,
  purpose: purpose ?? null,
  account: accounts[0] ?? null,
  accounts: [...accounts],
  encoding,
  segments,
  tracked_links: trackedLinks,
  reminds: reminds ?? null,
});
