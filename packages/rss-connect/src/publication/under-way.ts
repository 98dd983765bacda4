/** What is under way, by name; several of one name may be at once. */
export interface UnderWay {
  has(name: string): boolean;
  /** Begins at once. */
  during<T>(name: string, act: () => Promise<T>): Promise<T>;
}

export function createUnderWay(): UnderWay {
  const counts = new Map<string, number>();
  return {
    has: (name) => counts.has(name),
    async during(name, act) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      try {
        return await act();
      } finally {
        const others = (counts.get(name) ?? 1) - 1;
        if (others === 0) counts.delete(name);
        else counts.set(name, others);
      }
    },
  };
}
