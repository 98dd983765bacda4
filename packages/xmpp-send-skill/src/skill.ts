// The skill, put together: what tools call and what people decide.
import {
  askAgain,
  attributed,
  decide,
  denied,
  messageDigest,
  release,
  requestSend,
  type Decision,
  type DecisionAnswer,
  type Denied,
  type GateAnswer,
  type Guards,
  type MessageRecord,
} from "@underclaim/send-guardrails";
import type { Stores } from "@underclaim/send-guardrails/node";
import type { Clock } from "@underclaim/runtime";
import { askOthers, elicitsFirst, isApprover } from "./asking.ts";
import type { ApproverName, SkillConfiguration } from "./configuration.ts";
import { firstEvidence } from "./first-evidence.ts";
import { strictJid } from "./jid.ts";
import { nobodyAsked, refusal, resultOf, untold, type SendResult } from "./results.ts";
import type { ServiceClient } from "./service/client.ts";
import { evidenceOf } from "./service/evidence.ts";
import type { SendParameters } from "./tools.ts";
import { makeWorker, type Worker } from "./worker.ts";
import type { XmppApprover } from "./xmpp-approver.ts";

export interface Caller {
  /** Nobody else sees or completes what it asks for. */
  readonly principal: string;
  readonly conversationId: string | null;
  /** Whether the host can show its user a question (MCP elicitation). */
  readonly canElicit: boolean;
}

export type SendStep =
  | { readonly done: true; readonly result: SendResult }
  /** The host's user is to be asked about this message; see `answered`. */
  | { readonly done: false; readonly message: MessageRecord };

export interface Skill extends Worker {
  send(caller: Caller, parameters: SendParameters): Promise<SendStep>;
  /** What the host's user said. `null`: they dismissed the question, so others are asked. */
  answered(
    caller: Caller,
    id: string,
    parameters: SendParameters,
    choice: Decision["choice"] | null,
  ): Promise<SendResult>;
  status(principal: string, id: string): Promise<SendResult>;
  /** For approvers that are no part of a call. */
  decide(decision: Decision): DecisionAnswer;
}

export interface SkillParts {
  readonly configuration: SkillConfiguration;
  readonly guards: Guards;
  readonly stores: Pick<Stores, "close">;
  readonly client: ServiceClient;
  /** null: none is configured. */
  readonly approver: XmppApprover | null;
  readonly clock: Clock;
}

export function makeSkill({ configuration, guards, stores, ...parts }: SkillParts): Skill {
  const { client, clock } = parts;
  const { order } = configuration.approval;
  const { messages } = guards;
  const approver = order.includes("xmpp") ? parts.approver : null;
  const asking = { order, approver, messages };
  const known = { client, clock, waitMs: configuration.service.wait * 1_000 };

  const decideBy = (decision: Decision): DecisionAnswer =>
    isApprover(decision.by) && order.includes(decision.by)
      ? decide(guards, decision)
      : denied("approval_invalid", `The approver ${decision.by} is not among approval.order.`);
  const worker = makeWorker({ guards, approver, clock, decide: decideBy });

  const finished = async (answer: GateAnswer, id: string | null): Promise<SendResult> =>
    answer.status === "denied"
      ? refusal(answer, id)
      : resultOf(answer.message, await firstEvidence(known, answer.message));

  const waiting = async (message: MessageRecord, after: ApproverName | null): Promise<SendResult> =>
    (await askOthers(asking, message, after)) ? resultOf(message, null) : nobodyAsked(message);

  const send: Skill["send"] = async (
    { principal, conversationId, canElicit },
    { to, body, type },
  ) => {
    const kind = type === "groupchat" ? "room" : "user";
    const request = { principal, to, kind, body, conversationId } as const;
    const answer = await safely(() => requestSend(guards, request));
    if (answer.status !== "pending") return { done: true, result: await finished(answer, null) };
    const { message, repeated } = answer;
    if (!elicitsFirst(asking, canElicit))
      return { done: true, result: await waiting(message, null) };
    return repeated && !askAgain(guards, message)
      ? { done: true, result: resultOf(message, null) }
      : { done: false, message };
  };

  const answered: Skill["answered"] = async ({ principal }, id, parameters, choice) => {
    const message = ownMessage(id, principal);
    // What is asked for now must be what was asked about then.
    if (message === null || !isAbout(guards, message, parameters))
      return refusal(
        denied("approval_invalid", "This answer belongs to another message. Nothing was sent."),
      );
    if (message.state !== "pending") return resultOf(message, await firstEvidence(known, message));
    if (choice === null) return waiting(message, "elicitation");
    const { digest } = message;
    const decided = decideBy({ id, choice, by: "elicitation", principal, digest });
    if (!decided.ok) return refusal(decided, id);
    if (choice === "no") return resultOf(decided.message, null);
    const answer = await safely(() => release(guards, id));
    return answer === null
      ? resultOf(messages.get(id) ?? decided.message, null)
      : finished(answer, id);
  };

  function ownMessage(id: string, principal: string): MessageRecord | null {
    const message = messages.get(id);
    return message?.principal === principal ? message : null;
  }

  const calls = new Set<Promise<unknown>>();
  const tracked =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      const running = call(...args);
      const over: Promise<unknown> = running.then(
        () => calls.delete(over),
        () => calls.delete(over),
      );
      calls.add(over);
      return running;
    };

  return {
    ...worker,
    send: tracked(send),
    answered: tracked((caller, id, ...rest) => told(id, () => answered(caller, id, ...rest))),
    decide: decideBy,
    status: (principal, id) =>
      told(id, async () => {
        const message = ownMessage(id, principal);
        if (message === null)
          return refusal(denied("unknown_message", "There is no message of this message_id."), id);
        const { reference } = message;
        return resultOf(message, reference === null ? null : await evidenceOf(client, reference));
      }),
    /** What is being sent is seen through first. */
    async close() {
      await Promise.all([worker.close(), ...calls]);
      stores.close();
    },
  };
}

function isAbout(
  guards: Guards,
  { principal, digest }: MessageRecord,
  { to, body, type }: SendParameters,
): boolean {
  const read = strictJid(to);
  return (
    read.ok &&
    messageDigest(guards.digestKey, {
      principal,
      address: read.address,
      kind: type === "groupchat" ? "room" : "user",
      body: attributed(body, guards.settings.attribution),
    }) === digest
  );
}

const broken: { readonly status: "denied" } & Denied = {
  status: "denied",
  ...denied("state_unavailable", "The skill's state cannot be used now, so nothing is sent."),
};

/** Of a message that exists: whether it was sent, a store that fails cannot tell. */
async function told(id: string, act: () => Promise<SendResult>): Promise<SendResult> {
  try {
    return await act();
  } catch {
    return untold(id);
  }
}

/** What a store throws may quote what it was given. */
async function safely<T>(act: () => Promise<T>): Promise<T | typeof broken> {
  try {
    return await act();
  } catch {
    return broken;
  }
}
