// What goes on between calls: answers are read, what was approved is sent, what expired ends.
import type { Clock } from "@underclaim/runtime";
import { workOff, type Decision, type Guards } from "@underclaim/send-guardrails";
import type { XmppApprover } from "./xmpp-approver.ts";

export interface Worker {
  /** Once, now. */
  work(): Promise<void>;
  /** From time to time until it is closed. */
  start(): void;
  close(): Promise<void>;
}

export interface WorkerParts {
  readonly guards: Guards;
  readonly approver: XmppApprover | null;
  readonly clock: Clock;
  decide(decision: Decision): unknown;
}

const EVERY_MS = 1_000;

export function makeWorker({ guards, approver, clock, decide }: WorkerParts): Worker {
  let closed = false;
  let cancel = (): void => undefined;
  let working: Promise<void> = Promise.resolve();

  const readAnswers = async (): Promise<void> => {
    if (approver === null) return;
    for (const message of guards.messages.list(["pending"])) {
      const choice = await approver.answer(message);
      if (choice !== null) decide({ id: message.id, choice, by: "xmpp" });
    }
  };
  const work = (): Promise<void> => {
    working = working
      .then(readAnswers)
      .then(() => workOff(guards))
      // Stores or service fail for a while: what waits is tried again, or expires.
      .catch(() => undefined);
    return working;
  };
  const arm = (): void => {
    cancel = clock.wakeAt(clock.now() + EVERY_MS, () => {
      void work().then(() => (closed ? undefined : arm()));
    });
  };
  return {
    work,
    start: arm,
    async close() {
      closed = true;
      cancel();
      await working;
    },
  };
}
