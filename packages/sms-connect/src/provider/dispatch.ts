// From the port of the channel to the runtime's: one provider for each account, with failover between them.
import { UnderclaimError } from "@underclaim/contract";
import type { Command, Outcome, Provider } from "@underclaim/runtime";
import { cancelledNative, submittedNative } from "../native/submission.ts";
import { messageRef } from "../native/references.ts";
import type { SmsNative } from "../native/types.ts";
import { SmsCommand, submissionOf, type CancelCommand, type SendCommand } from "./command.ts";
import type { SmsSubmission, SmsTransport, Submitted } from "./port.ts";

type Result = Outcome<SmsNative>;

/**
 * Each account is a lane of its own. What a provider deduplicates is not used to send again after a lost lease: the message
 * may have gone through another account, and "not sent" would then say nothing of the first attempt.
 */
export function smsProviders(transports: readonly SmsTransport[]): readonly Provider<SmsNative>[] {
  const byAccount = new Map(transports.map((transport) => [transport.account, transport]));
  const transportOf = (account: string): SmsTransport => {
    const transport = byAccount.get(account);
    if (transport === undefined)
      throw new UnderclaimError("no_account", `There is no account ${account} any more.`);
    return transport;
  };

  return transports.map((transport): Provider<SmsNative> => {
    return {
      name: transport.account,
      environment: transport.environment,
      lanes: [transport.account],
      health: () => transport.health(),
      ...(transport.start === undefined
        ? {}
        : { start: (sink) => transport.start?.(sink) ?? done }),
      ...(transport.stop === undefined ? {} : { stop: () => transport.stop?.() ?? done }),
      async perform(command, signal) {
        const read = SmsCommand.parse(command.command);
        if (read.kind === "cancel")
          return cancel(transportOf(read.account), read, command.operation, signal);
        return send(read.accounts.map(transportOf), read, command, signal);
      },
      ...(transports.some(({ lookup }) => lookup !== undefined)
        ? {
            async lookup(command, signal) {
              const read = SmsCommand.parse(command.command);
              if (read.kind === "cancel") return null;
              // It may have been handed to any of them before its outcome was lost.
              for (const each of read.accounts.map(transportOf)) {
                const found = await each.lookup?.(submissionOf(read, command), signal);
                if (found) return outcomeOf(each, command.operation, found, []);
              }
              return null;
            },
          }
        : {}),
    };
  });
}

const done = Promise.resolve();

/**
 * The next account is tried only while nothing can have been submitted: no byte was written, or the provider refused and
 * says that the same message may be taken elsewhere or later.
 */
async function send(
  candidates: readonly SmsTransport[],
  command: SendCommand,
  { tenant, operation }: Command,
  signal: AbortSignal,
): Promise<Result> {
  const failedOver: string[] = [];
  let last: { readonly transport: SmsTransport; readonly answer: Submitted } | null = null;
  let retryAt = Number.POSITIVE_INFINITY;
  for (const transport of healthyFirst(candidates)) {
    const submission = submissionOf(command, { tenant, operation });
    const answer = await submitted(transport, submission, signal);
    const elsewhere =
      answer.kind === "not_sent" || (answer.kind === "rejected" && answer.retryable);
    if (!elsewhere) return outcomeOf(transport, operation, answer, failedOver);
    if (answer.kind === "not_sent") retryAt = Math.min(retryAt, answer.retryAt);
    failedOver.push(
      `${transport.account}: ${answer.kind === "rejected" ? answer.nativeStatus : answer.reason}`,
    );
    last = { transport, answer };
    if (signal.aborted) break;
  }
  if (last === null) return { kind: "unknown", reason: "The command names no account." };
  const reason = failedOver.join("; ");
  if (Number.isFinite(retryAt)) return { kind: "not_sent", retryAt, reason };
  return outcomeOf(last.transport, operation, last.answer, failedOver.slice(0, -1));
}

/**
 * Where the provider makes a repeat harmless, an answer that was lost is asked for once more, at once and nowhere else. That
 * nothing was sent the second time, or that the account was refused before the provider looked at what it knows (an expired
 * key, a balance), says nothing of the first.
 */
async function submitted(
  transport: SmsTransport,
  submission: SmsSubmission,
  signal: AbortSignal,
): Promise<Submitted> {
  const first = await transport.submit(submission, signal);
  if (first.kind !== "unknown" || transport.deduplicates === undefined || signal.aborted)
    return first;
  const second = await transport.submit(submission, signal);
  const saysNothing =
    second.kind === "not_sent" || (second.kind === "rejected" && second.retryable);
  return saysNothing ? first : second;
}

/** In their order, those known to be unreachable last. */
const healthyFirst = (candidates: readonly SmsTransport[]): readonly SmsTransport[] => {
  const down = (transport: SmsTransport) => transport.health().connectivity === "unavailable";
  return [...candidates.filter((each) => !down(each)), ...candidates.filter(down)];
};

function outcomeOf(
  transport: SmsTransport,
  operation: string,
  answer: Submitted,
  failedOver: readonly string[],
): Result {
  switch (answer.kind) {
    case "accepted":
      return {
        kind: "accepted",
        refs: answer.messageIds.map((id) => messageRef(transport.account, id)),
        natives: [submittedNative(transport, operation, answer, failedOver)],
      };
    case "rejected":
      return {
        kind: "rejected",
        natives: [submittedNative(transport, operation, answer, failedOver)],
      };
    case "not_sent":
      return { kind: "not_sent", retryAt: answer.retryAt, reason: answer.reason };
    case "unknown":
      return { kind: "unknown", reason: `${transport.account}: ${answer.reason}` };
  }
}

async function cancel(
  transport: SmsTransport,
  { messageIds, of }: CancelCommand,
  operation: string,
  signal: AbortSignal,
): Promise<Result> {
  if (transport.cancel === undefined) {
    const answer = { kind: "refused", nativeStatus: "not_offered", code: null } as const;
    return { kind: "rejected", natives: [cancelledNative(transport, { operation, of }, answer)] };
  }
  const answer = await transport.cancel(messageIds, signal);
  switch (answer.kind) {
    case "cancelled":
      return {
        kind: "accepted",
        refs: [],
        natives: [cancelledNative(transport, { operation, of }, answer)],
      };
    case "refused":
      return { kind: "rejected", natives: [cancelledNative(transport, { operation, of }, answer)] };
    case "not_sent":
    case "unknown":
      return answer;
  }
}
