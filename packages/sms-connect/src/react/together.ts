import type { Reaction, Reactor } from "@underclaim/runtime";

/** Two reactions to one event. Each sees what stood before; they must not write the same document. */
const together = <T extends string>(a: Reactor<T>, b: Reactor<T>): Reactor<T> => ({
  urgent: a.urgent === true || b.urgent === true,
  reads: (...asked) => [...(a.reads?.(...asked) ?? []), ...(b.reads?.(...asked) ?? [])],
  react(...given): Reaction {
    const [one, other] = [a.react(...given), b.react(...given)];
    return {
      guards: [...(one.guards ?? []), ...(other.guards ?? [])],
      docs: [...(one.docs ?? []), ...(other.docs ?? [])],
      deadlines: [...(one.deadlines ?? []), ...(other.deadlines ?? [])],
      sends: [...(one.sends ?? []), ...(other.sends ?? [])],
    };
  },
});

/** All reactions of several parts of the adapter; where two react to one event, both do. */
export function allReactions<T extends string>(
  ...parts: readonly Readonly<Partial<Record<T, Reactor<T>>>>[]
): Readonly<Partial<Record<T, Reactor<T>>>> {
  const all: Partial<Record<T, Reactor<T>>> = {};
  for (const part of parts) {
    for (const [type, reactor] of Object.entries(part) as [T, Reactor<T>][]) {
      const standing = all[type];
      all[type] = standing === undefined ? reactor : together(standing, reactor);
    }
  }
  return all;
}
