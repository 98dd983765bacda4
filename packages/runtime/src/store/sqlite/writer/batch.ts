import type { DatabaseSync } from "node:sqlite";
import { describeFailure } from "../failures.ts";
import type { WireChanges, WireRequest, WireResult } from "../wire.ts";
import { documentWrites } from "./documents.ts";
import { leavingNoTrace } from "./erasure.ts";
import { guardChecks } from "./guards.ts";
import { housekeeping } from "./housekeeping.ts";
import { ledger } from "./ledger.ts";
import { operationWrites } from "./operations.ts";
import { preparing } from "./statements.ts";

export type Points = (name: string) => void;

export interface Batches {
  head(): number;
  /** All in one transaction; durable when it returns. Answers in the order asked. */
  run(requests: readonly WireRequest[]): readonly WireResult[];
}

export function batches(db: DatabaseSync, path: string, points: Points | null): Batches {
  const prepare = preparing(db);
  const operations = operationWrites(prepare);
  const firstFailed = guardChecks(prepare, operations.standing);
  const documents = documentWrites(prepare);
  const evidence = ledger(prepare);
  const keeping = housekeeping(prepare);
  const begin = prepare("BEGIN IMMEDIATE");
  const commit = prepare("COMMIT");

  const applyChanges = (changes: WireChanges): WireResult => {
    const [tenant, guards, docs, ops, deadlines, refs, natives, events, letters] = changes;
    const failed = firstFailed(tenant, guards);
    if (failed >= 0) return ["guard", failed];
    for (const doc of docs) documents.doc(tenant, doc);
    let waits = deadlines;
    for (const operation of ops) {
      const own = waits.find(([id]) => id === operation[0]) ?? null;
      if (operations.write(tenant, operation, own)) waits = waits.filter((each) => each !== own);
    }
    for (const deadline of waits) operations.deadline(tenant, deadline);
    let due = 0;
    for (const ref of refs) due += evidence.addRef(tenant, ref);
    const { added, unparked } = evidence.append(tenant, natives, events);
    for (const letter of letters) documents.deadLetter(tenant, letter);
    return ["committed", evidence.head(), added, due + unparked];
  };

  const apply = (request: WireRequest): WireResult => {
    operations.begin();
    switch (request[0]) {
      case "commit":
        return applyChanges(request[1]);
      case "claim": {
        const [, owner, now, leaseMs, limit, lane] = request;
        return ["claimed", operations.claim(owner, now, leaseMs, limit, lane)];
      }
      case "endLeases":
        return ["counts", operations.endLeases(request[1], request[2])];
      case "erase":
        return ["counts", keeping.erase(request[1], request[2])];
      case "prune":
        return ["counts", ...keeping.prune(request[1], request[2])];
    }
  };

  const transaction = (requests: readonly WireRequest[]): WireResult[] => {
    points?.("store.before_begin");
    begin.run();
    const results: WireResult[] = [];
    for (const request of requests) {
      results.push(apply(request));
      points?.("store.mid_batch");
    }
    operations.saveCounts();
    points?.("store.before_commit");
    commit.run();
    evidence.save();
    operations.save();
    points?.("store.after_commit");
    return results;
  };

  const run = (requests: readonly WireRequest[]): readonly WireResult[] => {
    try {
      return leavingNoTrace(db, requests, () => transaction(requests));
    } catch (error) {
      evidence.takeBack();
      operations.takeBack();
      if (db.isTransaction) db.exec("ROLLBACK");
      const failure = describeFailure(error, path);
      if (failure.kind === "medium" || requests.length === 1)
        return requests.map(() => ["failed", failure]);
      // One change cannot be written; alone, only the culprit fails.
      return requests.flatMap((request) => run([request]));
    }
  };

  return { head: evidence.head, run };
}
