// From the port of the channel to the runtime's: one provider, and one lane, for each account.
import type { Command, Outcome, Provider } from "@underclaim/runtime";
import { publishedNative } from "../native/pubsub/outcome.ts";
import { own } from "../native/own.ts";
import { stanzaRef } from "../native/references.ts";
import { submittedNatives } from "../native/submission.ts";
import type { XmppDraft, XmppNative } from "../native/types.ts";
import { XmppCommand } from "./command.ts";
import type { Published } from "../pubsub/port.ts";
import type { Submitted, Unpublished, XmppSubmission, XmppTransport } from "./port.ts";
import { isPublication, PublicationCommand } from "./pubsub/command.ts";

export const xmppProviders = (
  transports: readonly XmppTransport[],
): readonly Provider<XmppNative>[] =>
  transports.map((transport): Provider<XmppNative> => {
    const { start, stop, lookup, findItem } = transport;
    return {
      name: transport.account,
      environment: transport.environment,
      lanes: [transport.account],
      health: () => transport.health(),
      ...(start === undefined ? {} : { start: (sink) => start.call(transport, sink) }),
      ...(stop === undefined ? {} : { stop: () => stop.call(transport) }),
      knownBy: ({ command: { peer, stanzaId } }) =>
        typeof peer === "string" && typeof stanzaId === "string"
          ? [stanzaRef(transport.account, peer, stanzaId)]
          : [],
      async perform(command, signal) {
        if (isPublication(command.command)) return performPublication(transport, command, signal);
        const read = XmppCommand.parse(command.command);
        const answer = await transport.submit(submissionOf(read, command), signal);
        return outcomeOf(transport, read, command, answer);
      },
      ...(lookup === undefined && findItem === undefined
        ? {}
        : {
            async lookup(command, signal) {
              if (isPublication(command.command))
                return findPublication(transport, command, signal);
              const read = XmppCommand.parse(command.command);
              const found =
                (await lookup?.call(transport, submissionOf(read, command), signal)) ?? null;
              return found === null ? null : outcomeOf(transport, read, command, found);
            },
          }),
    };
  });

async function performPublication(
  transport: XmppTransport,
  { command, operation }: Command,
  signal: AbortSignal,
): Promise<Outcome<XmppNative>> {
  const publication = PublicationCommand.parse(command);
  const answer: Published | Unpublished =
    (await transport.publish?.(publication, signal)) ?? NO_PUBSUB;
  switch (answer.kind) {
    case "not_sent":
      return notSent(operation, answer);
    case "unknown":
      return { kind: "unknown", reason: answer.reason };
    case "done":
      return {
        kind: "accepted",
        refs: [],
        natives: [publishedNative(operation, publication, answer, false)],
      };
    case "refused":
      return {
        kind: "rejected",
        natives: [publishedNative(operation, publication, answer, false)],
      };
  }
}

const NO_PUBSUB: Published = {
  kind: "refused",
  because: "service_unavailable",
  condition: "no-pubsub",
};

async function findPublication(
  transport: XmppTransport,
  { command, operation }: Command,
  signal: AbortSignal,
): Promise<Outcome<XmppNative> | null> {
  const publication = PublicationCommand.parse(command);
  const found = (await transport.findItem?.(publication, signal)) ?? null;
  if (found === null) return null;
  const natives = [publishedNative(operation, publication, found, publication.kind === "publish")];
  return found.kind === "done"
    ? { kind: "accepted", refs: [], natives }
    : { kind: "rejected", natives };
}

const submissionOf = (
  { to, stanzaId, stanza, withCommand, since, until }: XmppCommand,
  { tenant, operation }: Command,
): XmppSubmission => ({
  tenant,
  operation,
  to,
  stanzaId,
  stanza,
  withCommand: withCommand ?? null,
  since,
  until,
});

function outcomeOf(
  transport: XmppTransport,
  command: XmppCommand,
  { operation }: Command,
  answer: Submitted,
): Outcome<XmppNative> {
  switch (answer.kind) {
    case "accepted":
      return {
        kind: "accepted",
        refs: [],
        natives: submittedNatives(transport.account, operation, command, answer),
      };
    case "not_sent":
      return notSent(operation, answer);
    case "refused":
      return { kind: "rejected", natives: [roomRefuses(operation, answer)] };
    case "unknown":
      return { kind: "unknown", reason: answer.reason };
  }
}

const notSent = (
  operation: string,
  { retryAt, reason, because }: Extract<Submitted, { kind: "not_sent" }>,
): Outcome<XmppNative> => ({
  kind: "not_sent",
  retryAt,
  reason,
  natives: because === undefined ? [] : [noSession(operation, because)],
});

function roomRefuses(
  operation: string,
  { because, reason }: Extract<Submitted, { kind: "refused" }>,
): XmppDraft {
  const told = { condition: reason, at: "entrance", retryable: false };
  return {
    ...own(`room.${because}`, operation, { data: told, metadata: told }),
    nativeType: "muc_error",
    nativeStatus: reason,
  };
}

/** Told once for each reason, not at each retry. It decides what a message comes to that runs out of time. */
function noSession(operation: string, because: string): XmppDraft {
  const told = { because };
  const native = own("message.no_session", operation, { data: told, metadata: told });
  return {
    ...native,
    dedupeKey: `${native.dedupeKey}:${because}`,
    evidenceKey: `${native.evidenceKey}:${because}`,
  };
}
