import type { OperationState } from "../../port.ts";
import type { OperationRow, WireDeadline, WireOperation } from "../wire.ts";
import type { Prepare } from "./statements.ts";

export const OPERATION_COLUMNS =
  "tenant, id, state, lane, subject, fence, due_at, created_at, text, command, deadline";

/** How an operation is left when its idempotency record has expired. */
export const NO_IDEMPOTENCY =
  "key = NULL, request_id = NULL, fields = NULL, replay_status = NULL, expires_at = NULL, result = NULL";

const WITHOUT_IDEMPOTENCY = [null, null, null, null, null, null, false] as const;

export interface OperationWrites {
  write(tenant: string, operation: WireOperation): void;
  deadline(tenant: string, deadline: WireDeadline): void;
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
  forgetCounts(): void;
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
  const standing = prepare("SELECT n, state FROM operations WHERE tenant = ? AND id = ?");
  const update = prepare(
    `UPDATE operations SET state = ?1, due_at = ?2, text = coalesce(?3, text),
       owner = CASE WHEN ?1 IN ('claimed', 'dispatching') THEN owner END
     WHERE n = ?4`,
  );
  const dropCommand = prepare(
    `UPDATE operations SET state = ?1, due_at = ?2, text = coalesce(?3, text), command = NULL, person = NULL,
       owner = CASE WHEN ?1 IN ('claimed', 'dispatching') THEN owner END
     WHERE n = ?4`,
  );
  const nextLane = prepare(
    "SELECT min(lane) AS lane FROM operations WHERE state = 'ready' AND lane > ?",
  );
  const ready = prepare(
    `SELECT n, ${OPERATION_COLUMNS} FROM operations WHERE state = 'ready' AND lane = ?
     ORDER BY created_at, n LIMIT ?`,
  );
  const take = prepare(
    "UPDATE operations SET state = 'claimed', fence = fence + 1, owner = ?, due_at = ? WHERE n = ?",
  );
  const endLeases = prepare(
    `UPDATE operations SET due_at = ?1
     WHERE state IN ('scheduled', 'claimed', 'dispatching', 'unknown') AND state NOT IN ('scheduled', 'unknown')
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

  type ReadyRow = OperationRow & { readonly n: number };
  const readyIn = (lane: string, limit: number) => ready.all(lane, limit) as unknown as ReadyRow[];
  const readyInAll = (limit: number): ReadyRow[] => {
    const found: ReadyRow[] = [];
    let lane = prepare("SELECT min(lane) AS lane FROM operations WHERE state = 'ready'").get()?.[
      "lane"
    ];
    while (typeof lane === "string") {
      found.push(...readyIn(lane, limit));
      lane = nextLane.get(lane)?.["lane"];
    }
    return found.sort((a, b) => a.created_at - b.created_at || a.n - b.n).slice(0, limit);
  };

  return {
    write(tenant, [id, state, dueAt, text, create, dropsCommand]) {
      if (create) {
        if (text === null) throw new Error(`Operation ${id} is created without its text.`);
        const [lane, subject, createdAt, command, person, deadline, idempotency] = create;
        const [key, requestId, fields, status, expiresAt, result, looked] =
          idempotency ?? WITHOUT_IDEMPOTENCY;
        if (looked) expired.run(tenant, key);
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
          deadline,
          key,
          requestId,
          fields,
          status,
          expiresAt,
          result,
        );
        return moved(null, state);
      }
      const row = standing.get(tenant, id);
      if (!row)
        throw new Error(
          `Operation ${id} does not exist: name lane, subject and createdAt to create it.`,
        );
      (dropsCommand ? dropCommand : update).run(state, dueAt, text, row["n"] ?? null);
      moved(String(row["state"]), state);
    },
    deadline: (tenant, [operation, at]) => void moveDeadline.run(tenant, operation, at),
    claim: (owner, now, leaseMs, limit, lane) =>
      (lane === null ? readyInAll(limit) : readyIn(lane, limit)).map(({ n, ...row }) => {
        take.run(owner, now + leaseMs, n);
        moved("ready", "claimed");
        return { ...row, state: "claimed", fence: row.fence + 1, due_at: now + leaseMs };
      }),
    endLeases: (owner, now) => Number(endLeases.run(now, owner).changes),
    saveCounts() {
      for (const [state, total] of counts) if (total !== 0) addCount.run(state, total);
    },
    forgetCounts: () => counts.clear(),
  };
}
