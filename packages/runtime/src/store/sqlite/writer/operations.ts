import type { OperationState } from "../../port.ts";
import { MAY_BE_DUE } from "../schema.ts";
import type { OperationRow, WireDeadline, WireOperation } from "../wire.ts";
import { claimBook, type Claim } from "./claims.ts";
import type { Prepare } from "./statements.ts";

export const OPERATION_COLUMNS =
  "tenant, id, state, lane, subject, fence, due_at, created_at, text, command, deadline";

/** How an operation is left when its idempotency record has expired. */
export const NO_IDEMPOTENCY =
  "key = NULL, request_id = NULL, fields = NULL, replay_status = NULL, expires_at = NULL, result = NULL";

const WITHOUT_IDEMPOTENCY = [null, null, null, null, null, null, false] as const;

/** An operation as it stands in the transaction. */
export interface Standing {
  readonly n: number;
  readonly state: OperationState;
  readonly fence: number;
  /** Where somebody is about to send it. */
  readonly claim: Claim | null;
  readonly command: boolean;
  readonly deadline: number | null;
}

/** Who only reads an operation that is claimed sees it `ready`, with the fence it had before. Null: any. */
export function isIn(
  standing: Standing | null,
  states: readonly OperationState[] | null,
  asked: number | null,
): boolean {
  if (standing === null) return false;
  const { state, fence, claim } = standing;
  if (claim === null)
    return (states === null || states.includes(state)) && (asked === null || asked === fence);
  return states === null || states.includes("ready")
    ? asked === null || asked === fence || asked === claim.fence
    : states.includes("claimed") && (asked === null || asked === claim.fence);
}

export interface OperationWrites {
  standing(tenant: string, id: string): Standing | null;
  /**
   * @param deadline of the same operation
   * @returns whether that was written with it: not where the operation is created, nor where the write's conditions fail
   */
  write(tenant: string, operation: WireOperation, deadline: WireDeadline | null): boolean;
  deadline(tenant: string, deadline: WireDeadline): void;
  /** Another request: what was looked up for the one before may have changed since. */
  begin(): void;
  claim(
    owner: string,
    now: number,
    leaseMs: number,
    limit: number,
    lane: string | null,
  ): OperationRow[];
  endLeases(owner: string, now: number): number;
  /** Adds what this transaction changed to the totals by state. */
  saveCounts(): void;
  /** The transaction is durable. */
  save(): void;
  /** It was rolled back. */
  takeBack(): void;
}

export function operationWrites(prepare: Prepare): OperationWrites {
  const insert = prepare(
    `INSERT INTO operations (tenant, id, state, lane, subject, fence, due_at, created_at, text, command, person, deadline,
       key, request_id, fields, replay_status, expires_at, result)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const expired = prepare(`UPDATE operations SET ${NO_IDEMPOTENCY} WHERE tenant = ? AND key = ?`);
  const moveDeadline = prepare(
    "UPDATE operations SET deadline = ?3 WHERE tenant = ?1 AND id = ?2 AND deadline IS NOT ?3",
  );
  const find = prepare(
    `SELECT n, state, fence, command IS NOT NULL AS command, deadline FROM operations
     WHERE tenant = ? AND id = ?`,
  );
  const changing = (columns: string) =>
    prepare(
      `UPDATE operations SET state = ?1, due_at = ?2, text = coalesce(?3, text), fence = ?4, ${columns}
         owner = CASE WHEN ?1 = 'claimed' OR ?1 = 'dispatching' THEN coalesce(?5, owner) END
       WHERE n = ?6`,
    );
  // Each index whose column a statement sets is written, whatever the value: so there is one for each set of columns.
  const update = changing("");
  const dropCommand = changing("command = NULL, person = NULL,");
  const updateWithDeadline = changing("deadline = ?7,");
  const dropCommandWithDeadline = changing("command = NULL, person = NULL, deadline = ?7,");
  const nextLane = prepare(
    "SELECT min(lane) AS lane FROM operations WHERE state = 'ready' AND lane > ?",
  );
  const ready = prepare(
    `SELECT n, created_at FROM operations WHERE state = 'ready' AND lane = ?
     ORDER BY created_at, n LIMIT ?`,
  );
  // Those that are claimed come with every look, a window of them: an object for each would cost twice as much.
  ready.setReturnArrays(true);
  const whole = prepare(`SELECT ${OPERATION_COLUMNS} FROM operations WHERE n = ?`);
  const endLeases = prepare(
    `UPDATE operations SET due_at = ?1
     WHERE ${MAY_BE_DUE} AND (state = 'claimed' OR state = 'dispatching')
       AND owner IS NOT ?2 AND (due_at IS NULL OR due_at > ?1)`,
  );
  const addCount = prepare(
    `INSERT INTO operation_counts (state, total) VALUES (?, ?)
     ON CONFLICT (state) DO UPDATE SET total = total + excluded.total`,
  );
  const counts = new Map<string, number>();
  const moved = (from: string | null, to: OperationState): void => {
    if (from === to) return;
    counts.set(to, (counts.get(to) ?? 0) + 1);
    if (from !== null) counts.set(from, (counts.get(from) ?? 0) - 1);
  };
  const claims = claimBook();

  type Ready = readonly [n: number, createdAt: number];
  /** Those that nobody has claimed. Only the index is read. */
  const readyIn = (lane: string, limit: number, now: number): Ready[] =>
    (ready.all(lane, limit + claims.size) as unknown as Ready[])
      .filter(([n]) => (claims.get(n)?.until ?? now) <= now)
      .slice(0, limit);
  const readyInAll = (limit: number, now: number): Ready[] => {
    const found: Ready[] = [];
    let lane = prepare("SELECT min(lane) AS lane FROM operations WHERE state = 'ready'").get()?.[
      "lane"
    ];
    while (typeof lane === "string") {
      found.push(...readyIn(lane, limit, now));
      lane = nextLane.get(lane)?.["lane"];
    }
    return found.sort((a, b) => a[1] - b[1] || a[0] - b[0]).slice(0, limit);
  };

  interface Found {
    readonly n: number;
    readonly state: OperationState;
    readonly fence: number;
    readonly command: number;
    readonly deadline: number | null;
  }
  /** The last one that was looked up: mostly a guard looks up what is written next. */
  let read: { tenant: string; id: string; standing: Standing | null } | null = null;
  const forget = (): void => void (read = null);
  const standing = (tenant: string, id: string): Standing | null => {
    if (read?.id === id && read.tenant === tenant) return read.standing;
    const row = find.get(tenant, id) as Found | undefined;
    const found =
      row === undefined
        ? null
        : {
            n: row.n,
            state: row.state,
            fence: row.fence,
            claim: claims.get(row.n) ?? null,
            command: row.command === 1,
            deadline: row.deadline,
          };
    read = { tenant, id, standing: found };
    return found;
  };

  return {
    standing,
    begin: forget,
    write(tenant, [id, state, dueAt, text, create, dropsCommand, where], deadline) {
      if (create) {
        if (text === null) throw new Error(`Operation ${id} is created without its text.`);
        const [lane, subject, createdAt, command, person, waitsUntil, idempotency] = create;
        const [key, requestId, fields, status, expiresAt, result, looked] =
          idempotency ?? WITHOUT_IDEMPOTENCY;
        if (looked) expired.run(tenant, key);
        forget();
        insert.run(
          tenant,
          id,
          state,
          lane,
          subject,
          dueAt,
          createdAt,
          text,
          command,
          person,
          waitsUntil,
          key,
          requestId,
          fields,
          status,
          expiresAt,
          result,
        );
        moved(null, state);
        return false;
      }
      const known = standing(tenant, id);
      if (where !== null && !where.some(([fence, states]) => isIn(known, states, fence)))
        return false;
      if (known === null)
        throw new Error(
          `Operation ${id} does not exist: name lane, subject and createdAt to create it.`,
        );
      const { n, claim, fence } = known;
      if (claim !== null) claims.drop(n);
      forget();
      const values = [state, dueAt, text, claim?.fence ?? fence, claim?.owner ?? null, n] as const;
      if (deadline === null) (dropsCommand ? dropCommand : update).run(...values);
      else
        (dropsCommand ? dropCommandWithDeadline : updateWithDeadline).run(...values, deadline[1]);
      moved(known.state, state);
      return deadline !== null;
    },
    deadline(tenant, [operation, at]) {
      forget();
      moveDeadline.run(tenant, operation, at);
    },
    claim: (owner, now, leaseMs, limit, lane) =>
      (lane === null ? readyInAll(limit, now) : readyIn(lane, limit, now)).map(([n]) => {
        const row = whole.get(n) as unknown as OperationRow;
        const fence = Math.max(row.fence, claims.get(n)?.fence ?? 0) + 1;
        claims.set(n, { owner, until: now + leaseMs, fence });
        return { ...row, state: "claimed", fence, due_at: now + leaseMs };
      }),
    endLeases: (owner, now) =>
      claims.endOthers(owner, now) + Number(endLeases.run(now, owner).changes),
    saveCounts() {
      for (const [state, total] of counts) if (total !== 0) addCount.run(state, total);
    },
    save() {
      counts.clear();
      claims.save();
    },
    takeBack() {
      counts.clear();
      claims.takeBack();
    },
  };
}
