// Which sender identity a message leaves under (SmsAdapterSpecification §21, §34).
import type { SenderSettings } from "../configuration/senders.ts";
import type { SmsStream } from "./stream.ts";

export interface SenderQuestion {
  /** As the request names it; null lets the adapter choose. */
  readonly wanted: string | null;
  readonly country: string | null;
  readonly stream: SmsStream;
  /** Policy accepts that high-assurance traffic shares a sender with marketing. */
  readonly sharedAccepted: boolean;
}

export type SenderAnswer =
  | {
      readonly ok: true;
      readonly sender: SenderSettings;
      readonly warnings: readonly string[];
    }
  | {
      readonly ok: false;
      readonly refusal: "sender_not_registered" | "sender_not_allowed" | "policy";
      readonly message: string;
    };

/** Streams that must not share a sender with marketing unless policy accepts it (§34). */
const HIGH_ASSURANCE: readonly SmsStream[] = [
  "legal_or_high_assurance_notice",
  "verification",
  "transactional",
];

/** What a sender carries where its settings do not say. */
const BY_USE_CASE: Readonly<Record<SenderSettings["use_case"], readonly SmsStream[]>> = {
  transactional: [
    "transactional",
    "notification",
    "legal_or_high_assurance_notice",
    "verification",
    "system_alert",
    "test",
  ],
  informational: ["notification", "transactional", "system_alert", "test"],
  verification: ["verification", "test"],
  alert: ["system_alert", "notification", "test"],
  marketing: ["marketing", "test"],
  mixed: ["marketing", "notification", "transactional", "system_alert", "test"],
  unknown: [
    "transactional",
    "notification",
    "legal_or_high_assurance_notice",
    "verification",
    "system_alert",
    "test",
  ],
};

export const streamsOf = ({ streams, use_case }: SenderSettings): readonly SmsStream[] =>
  streams.length > 0 ? streams : BY_USE_CASE[use_case];

/** The first that fits, in the order of the configuration; what stands in the way of the nearest is told. */
export function chooseSender(
  senders: readonly SenderSettings[],
  question: SenderQuestion,
): SenderAnswer {
  const { wanted } = question;
  const candidates =
    wanted === null
      ? senders
      : senders.filter(({ sender_identity_id }) => sender_identity_id === wanted);
  if (candidates.length === 0) {
    return {
      ok: false,
      refusal: "sender_not_allowed",
      message:
        wanted === null
          ? "No sender is configured. Configure one under senders."
          : "The sender_identity is not configured. Name one of the configured senders, or none.",
    };
  }
  const answers = candidates.map((sender) => admit(sender, question));
  const fit = answers.find(({ ok }) => ok);
  return (
    fit ??
    answers.toSorted((a, b) => nearness(b) - nearness(a))[0] ?? {
      ok: false,
      refusal: "sender_not_allowed",
      message: "No sender fits.",
    }
  );
}

/** Of several refusals the one that needs the least to be mended. */
const nearness = (answer: SenderAnswer): number =>
  answer.ok
    ? 3
    : answer.refusal === "sender_not_registered"
      ? 2
      : answer.refusal === "policy"
        ? 1
        : 0;

function admit(sender: SenderSettings, question: SenderQuestion): SenderAnswer {
  const { country, stream, sharedAccepted } = question;
  const named = `The sender ${sender.sender_identity_id}`;
  if (
    country !== null &&
    sender.country_scope.length > 0 &&
    !sender.country_scope.includes(country)
  )
    return no("sender_not_allowed", `${named} may not send to ${country}.`);
  const carried = streamsOf(sender);
  if (!carried.includes(stream))
    return no("sender_not_allowed", `${named} does not carry the stream ${stream}.`);
  if (HIGH_ASSURANCE.includes(stream) && carried.includes("marketing") && !sharedAccepted) {
    return no(
      "policy",
      `${named} also carries marketing, which the stream ${stream} must not share a sender with. Choose another sender, or say policy_context.attributes.shared_sender_accepted = true.`,
    );
  }
  const { registration_state: registration } = sender;
  if (["pending", "rejected", "expired"].includes(registration))
    return no(
      "sender_not_registered",
      `The registration of ${sender.sender_identity_id} is ${registration}.`,
    );
  return {
    ok: true,
    sender,
    warnings: registration === "unknown" ? ["sender_registration_unknown"] : [],
  };
}

const no = (
  refusal: Extract<SenderAnswer, { ok: false }>["refusal"],
  message: string,
): SenderAnswer => ({ ok: false, refusal, message });

/** Whether a reply can come back (§11.6: a name cannot be answered). */
export const takesReplies = ({
  sender_type,
  inbound_replies,
  limitations,
}: SenderSettings): boolean =>
  inbound_replies ??
  (sender_type !== "alphanumeric_sender_id" &&
    !limitations.includes("inbound_replies_not_supported"));
