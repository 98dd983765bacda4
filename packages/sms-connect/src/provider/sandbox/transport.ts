import { timestamp, type Clock, type ProviderSink } from "@underclaim/runtime";
import type { SmsSubmission, SmsTransport, Submitted } from "../port.ts";
import { behaviourOf, type SandboxStep } from "./numbers.ts";
import type { SandboxSettings } from "./settings.ts";

const RETRY_MS = 30_000;

export interface SandboxOptions {
  readonly clock: Clock;
}

/**
 * Sends nothing to anybody: what happens to a message is read from its number. What has not happened yet is held in memory
 * and lost with the process, as a provider may lose it; the message is then `undef.no_dlr`.
 */
export function sandboxTransport(
  { account, tenant, pace }: SandboxSettings,
  { clock }: SandboxOptions,
): SmsTransport {
  let sink: ProviderSink | null = null;
  const pending = new Set<() => void>();

  const after = (ms: number, act: () => Promise<void>): void => {
    const cancel = clock.wakeAt(clock.now() + ms, () => {
      pending.delete(cancel);
      // What the store could not take is lost, as on a channel without redelivery.
      act().catch(() => undefined);
    });
    pending.add(cancel);
  };

  const hand = async (source: string, body: object): Promise<void> => {
    await sink?.receive(tenant, source, {
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(body)),
      url: "",
      account,
      receivedAt: clock.now(),
    });
  };

  function play(submission: SmsSubmission, id: string, steps: readonly SandboxStep[]): void {
    let at = 0;
    let receipt: object | null = null;
    for (const [index, step] of steps.entries()) {
      at += "wait" in step ? step.wait * pace : pace;
      if ("wait" in step) continue;
      if ("reply" in step) {
        after(at, () =>
          hand("sandbox.inbound", {
            inbound_id: `${id}-${index}`,
            from: submission.to,
            to: submission.from,
            text: step.reply,
            at: timestamp(clock.now()),
          }),
        );
        continue;
      }
      const due = clock.now() + at;
      if ("receipt" in step) {
        receipt = {
          event_id: `${id}-${index}`,
          message_id: id,
          reference: submission.operation,
          status: step.receipt,
          code: step.code ?? null,
          at: timestamp(due),
        };
      }
      const told = receipt;
      if (told !== null) after(at, () => hand("sandbox.status", told));
    }
  }

  return {
    account,
    kind: "sandbox",
    environment: "sandbox",
    features: ["sending", "delivery_receipts", "inbound_sms", "status_callbacks"],
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
    start: async (given) => {
      sink = given;
    },
    stop: async () => {
      for (const cancel of pending) cancel();
      pending.clear();
    },
    submit: async (submission): Promise<Submitted> => {
      const { answer, steps } = behaviourOf(submission.to);
      // Once for each operation: the same operation is never submitted twice but for a provider that could not be reached.
      const id = `sb-${submission.operation}`;
      if (answer === "not_sent")
        return { kind: "not_sent", retryAt: clock.now() + RETRY_MS, reason: "ECONNREFUSED" };
      if (typeof answer === "object") {
        return {
          kind: "rejected",
          reason: answer.rejected,
          nativeStatus: "rejected",
          code: answer.rejected,
          retryable: false,
        };
      }
      play(submission, id, steps);
      if (answer === "unknown") return { kind: "unknown", reason: "ETIMEDOUT" };
      return { kind: "accepted", messageIds: [id], as: "accepted", nativeStatus: "accepted" };
    },
  };
}
