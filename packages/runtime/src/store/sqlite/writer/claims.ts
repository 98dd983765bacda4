/** Who is about to send an operation that is `ready` in the database. */
export interface Claim {
  readonly owner: string;
  readonly until: number;
  /** Each claim of an operation has a higher one; the row takes it over when the operation changes. */
  readonly fence: number;
}

/**
 * Claims live as long as this thread, by the operation's row. One process holds the folder, and a claim that died with its
 * process is none: nothing has left before `dispatching` is durable. So a claim costs no row.
 */
export interface Claims {
  get(operation: number): Claim | undefined;
  set(operation: number, claim: Claim): void;
  drop(operation: number): void;
  /** Ends those of all other owners at `now`. Returns how many. */
  endOthers(owner: string, now: number): number;
  readonly size: number;
  /** What was done since the last `save` stands. */
  save(): void;
  /** It has never been. */
  takeBack(): void;
}

export function claimBook(): Claims {
  const claims = new Map<number, Claim>();
  const before = new Map<number, Claim | undefined>();
  const remember = (operation: number): void => {
    if (!before.has(operation)) before.set(operation, claims.get(operation));
  };
  const set = (operation: number, claim: Claim): void => {
    remember(operation);
    claims.set(operation, claim);
  };
  return {
    get: (operation) => claims.get(operation),
    set,
    drop(operation) {
      remember(operation);
      claims.delete(operation);
    },
    endOthers(owner, now) {
      const others = [...claims].filter(([, claim]) => claim.owner !== owner && claim.until > now);
      for (const [operation, claim] of others) set(operation, { ...claim, until: now });
      return others.length;
    },
    get size() {
      return claims.size;
    },
    save: () => before.clear(),
    takeBack() {
      for (const [operation, claim] of before) {
        if (claim === undefined) claims.delete(operation);
        else claims.set(operation, claim);
      }
      before.clear();
    },
  };
}
