import type { Command, Outcome, Provider } from "@underclaim/runtime";
import type { DriverComposition } from "@underclaim/runtime/testing";

/** A provider whose calls a test answers by hand; it takes no notice of its signal. */
export interface HandProvider {
  readonly provider: Provider;
  readonly commands: Command[];
  readonly lookUps: Command[];
  /** Answers the n-th call. */
  readonly answer: (call: number, outcome: Outcome) => void;
  readonly answerLookUp: (call: number, outcome: Outcome | null) => void;
}

export function handProvider(over: Partial<Provider> = {}): HandProvider {
  const commands: Command[] = [];
  const lookUps: Command[] = [];
  const answers: ((outcome: Outcome) => void)[] = [];
  const found: ((outcome: Outcome | null) => void)[] = [];
  return {
    commands,
    lookUps,
    answer: (call, outcome) => answers[call]?.(outcome),
    answerLookUp: (call, outcome) => found[call]?.(outcome),
    provider: {
      name: "hand",
      environment: "production",
      lanes: ["reference"],
      perform(command) {
        commands.push(command);
        return new Promise((resolve) => answers.push(resolve));
      },
      lookup(command) {
        lookUps.push(command);
        return new Promise((resolve) => found.push(resolve));
      },
      health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
      ...over,
    },
  };
}

export const withProvider =
  (provider: Provider) =>
  (composition: DriverComposition): DriverComposition => ({
    ...composition,
    providers: [provider],
  });

export const message = (id: string) => ({
  provider_name: "reference",
  ref_type: "message_id",
  ref_value: id,
});

/** The provider took it, as its answer says. */
export const taken = (operation: string, id: string): Outcome => ({
  kind: "accepted",
  refs: [message(id)],
  natives: [
    {
      type: "reference.dispatch.accepted",
      source: "reference.api",
      dedupeKey: `${operation}:accepted`,
      evidenceKey: "accepted",
      occurredAt: null,
      nativeType: "response",
      nativeStatus: "202",
      refs: [message(id)],
      observation: { source_type: "provider_api", source_confidence: "high" },
    },
  ],
});
