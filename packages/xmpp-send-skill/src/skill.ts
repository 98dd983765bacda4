// The skill, put together: what tools call, what people decide, and the work that goes on between calls.
import {
  attributed,
  decide,
  messageDigest,
  release,
  requestSend,
  workOff,
  type Decision,
  type DecisionAnswer,
  type Denied,
  type GateAnswer,
  type Guards,
  type MessageRecord,
  denied,
} from "@underclaim/send-guardrails";
import type { Stores } from "@underclaim/send-guardrails/node";
import type { Clock } from "@underclaim/runtime";
import type { ApproverName, SkillConfiguration } from "./configuration.ts";
import { strictJid } from "./jid.ts";
import { refusal, resultOf, type SendResult } from "./results.ts";
import type { ServiceClient } from "./service/client.ts";
import { evidenceOf, type Evidence } from "./service/evidence.ts";
import type { SendParameters } from "./tools.ts";
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

export interface Skill {
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
  /** Reads answers and sends what was approved, once. */
  work(): Promise<void>;
  /** Works from time to time until it is closed. */
  start(): void;
  close(): Promise<void>;
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

const WORK_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 100;

export function makeSkill(parts: SkillParts): Skill {
  const { configuration, guards, client, approver, clock } = parts;
  const { order } = configuration.approval;
  const { messages } = guards;
  let closed = false;
  let cancel = (): void => undefined;
  let working: Promise<void> = Promise.resolve();

  /** Those after `elicitation` where that led to nothing. */
  const askOthers = async (message: MessageRecord, after: ApproverName | null): Promise<void> => {
    const rest = after === null ? order : order.slice(order.indexOf(after) + 1);
    for (const name of rest) {
      if (name === "terminal") return;
      if (name !== "xmpp" || approver === null) continue;
      if (message.asked !== null) return;
      const memory = await approver.ask(message);
      if (memory === null) continue;
      messages.asked(message.id, memory);
      return;
    }
  };
  const finished = async (answer: GateAnswer): Promise<SendResult> => {
    if (answer.status === "denied") return refusal(answer);
    const { message } = answer;
    return resultOf(message, await firstEvidence(message));
  };

  /** What the server says at once, if it does within the configured time. */
  async function firstEvidence({ state, reference }: MessageRecord): Promise<Evidence | null> {
    if (state !== "accepted" || reference === null) return null;
    const until = clock.now() + configuration.service.wait * 1_000;
    for (;;) {
      const evidence = await evidenceOf(client, reference);
      if ((evidence !== null && evidence.events.length > 1) || clock.now() >= until)
        return evidence;
      await new Promise<void>((resolve) => {
        clock.wakeAt(Math.min(until, clock.now() + LOOK_EVERY_MS), resolve);
      });
    }
  }

  async function readAnswers(): Promise<void> {
    if (approver === null || !order.includes("xmpp")) return;
    for (const message of messages.list(["pending"])) {
      const choice = await approver.answer(message);
      if (choice !== null) decide(guards, { id: message.id, choice, by: "xmpp" });
    }
  }
  const work = (): Promise<void> => {
    working = working
      .then(readAnswers)
      .then(() => workOff(guards))
      // The stores or the service fail for a while; what waits is tried again, and expires.
      .catch(() => undefined);
    return working;
  };
  const arm = (): void => {
    cancel = clock.wakeAt(clock.now() + WORK_EVERY_MS, () => {
      void work().then(() => (closed ? undefined : arm()));
    });
  };

  const decideBy = (decision: Decision): DecisionAnswer =>
    isApprover(decision.by) && order.includes(decision.by)
      ? decide(guards, decision)
      : denied("approval_invalid", `The approver ${decision.by} is not among approval.order.`);

  return {
    work,
    start: arm,
    decide: decideBy,
    async send(caller, parameters) {
      const answer = await safely(() =>
        requestSend(guards, {
          principal: caller.principal,
          to: parameters.to,
          kind: parameters.type === "groupchat" ? "room" : "user",
          body: parameters.body,
          conversationId: caller.conversationId,
        }),
      );
      if (answer.status !== "pending") return { done: true, result: await finished(answer) };
      const { message } = answer;
      if (elicitsFirst(order, caller, approver)) return { done: false, message };
      await askOthers(message, null);
      return { done: true, result: resultOf(message, null) };
    },
    async answered(caller, id, parameters, choice) {
      const message = ownMessage(id, caller.principal);
      // What is asked for now must be what was asked about then.
      if (message === null || !sameMessage(guards, message, caller, parameters))
        return refusal(
          denied("approval_invalid", "This answer belongs to another message. Nothing was sent."),
        );
      if (message.state !== "pending") return resultOf(message, await firstEvidence(message));
      if (choice === null) {
        await askOthers(message, "elicitation");
        return resultOf(message, null);
      }
      const { principal } = caller;
      const { digest } = message;
      const decided = decideBy({ id, choice, by: "elicitation", principal, digest });
      if (!decided.ok) return refusal(decided, id);
      if (choice === "no") return resultOf(decided.message, null);
      const answer = await safely(() => release(guards, id));
      const now = messages.get(id) ?? decided.message;
      return answer === null ? resultOf(now, null) : finished(answer);
    },
    async status(principal, id) {
      const message = ownMessage(id, principal);
      if (message === null)
        return refusal(denied("not_sent", "There is no message of this message_id."), id);
      const { reference } = message;
      return resultOf(message, reference === null ? null : await evidenceOf(client, reference));
    },
    async close() {
      closed = true;
      cancel();
      await working;
      parts.stores.close();
    },
  };

  function ownMessage(id: string, principal: string): MessageRecord | null {
    const message = messages.get(id);
    return message?.principal === principal ? message : null;
  }
}

/** The first in the order that can be asked at all. */
function elicitsFirst(
  order: readonly ApproverName[],
  { canElicit }: Caller,
  approver: XmppApprover | null,
): boolean {
  const first = order.find((name) =>
    name === "elicitation" ? canElicit : name === "terminal" || approver !== null,
  );
  return first === "elicitation";
}

function sameMessage(
  guards: Guards,
  message: MessageRecord,
  { principal }: Caller,
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
    }) === message.digest
  );
}

const isApprover = (name: string): name is ApproverName =>
  name === "elicitation" || name === "xmpp" || name === "terminal";

const broken: { readonly status: "denied" } & Denied = {
  status: "denied",
  ...denied("state_unavailable", "The skill's state cannot be used now, so nothing is sent."),
};

/** What a store throws may quote what it was given. */
async function safely<T>(act: () => Promise<T>): Promise<T | typeof broken> {
  try {
    return await act();
  } catch {
    return broken;
  }
}
