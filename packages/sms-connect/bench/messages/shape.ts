import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quiet, until } from "@underclaim/runtime/testing";
import { rowShape, rowsIn, type RowShape } from "../../../runtime/bench/intake/shape.ts";
import { apiHeaders } from "../../../runtime/src/testing/crash/reference-service.ts";
import { openSmsc, receiptFields } from "../../tests/support/smsc.ts";
import { openBenchService } from "./open-service.ts";
import { messageOf } from "./traffic.ts";
import { countWrites, type Writes } from "./writes.ts";

/** What one message makes the store write, and what its request is answered. */
export interface MessageShape {
  /** Rows that are new or other than before: when the SMSC has the submission, when its answer is written, when the receipt is. */
  readonly parts: Readonly<Record<"taken" | "accepted" | "receipt", readonly RowShape[]>>;
  readonly answerLength: number;
  readonly writes: Writes;
}

/** Sends some messages one by one and looks at what stands in the database meanwhile. */
export async function shapeOfMessage(): Promise<MessageShape> {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-shape-"));
  const smsc = await openSmsc();
  const service = await openBenchService(folder, smsc.port);
  const { app, runtime } = service;
  await until(() => smsc.sessions.length > 0);
  const rest = async (): Promise<void> => {
    await quiet(runtime);
    await until(() => runtime.activity().inFlight === 0);
    await quiet(runtime);
  };

  async function one(n: number): Promise<Omit<MessageShape, "writes">> {
    const before = rowsIn(folder);
    const answers = Promise.withResolvers<void>();
    smsc.onSubmit = async () => {
      await answers.promise;
      return {};
    };
    const answer = await app.inject({
      method: "POST",
      url: "/adapter/actions",
      headers: apiHeaders,
      payload: messageOf(`shape_${n}`, String(n).padStart(8, "0")),
    });
    if (answer.statusCode !== 202)
      throw new Error(`The action was answered ${answer.statusCode}: ${answer.body}`);
    await until(() => smsc.submits.length === n);
    const taken = rowsIn(folder);
    answers.resolve();
    await until(() => smsc.ledger.length === n && runtime.activity().inFlight === 0);
    await rest();
    const accepted = rowsIn(folder);
    const { id = "", from = "", to = "" } = smsc.ledger.at(-1) ?? {};
    const status = await smsc.deliver(receiptFields({ id, stat: "DELIVRD", from: to, to: from }));
    if (status !== 0) throw new Error(`The receipt was answered ${status}.`);
    await rest();
    const { adapter_operation_id: operation } = JSON.parse(answer.body) as {
      adapter_operation_id: string;
    };
    const named = operation.slice(operation.indexOf("_") + 1);
    return {
      answerLength: answer.body.length,
      parts: {
        taken: written(before, taken, named),
        accepted: written(taken, accepted, named),
        receipt: written(accepted, rowsIn(folder), named),
      },
    };
  }

  // The first one makes what all share.
  await one(1);
  const shape = await one(2);
  const writes = await countWrites(folder, SAMPLE, async (n) => void (await one(2 + n)));
  await app.close();
  await service.close();
  await smsc.close();
  rmSync(folder, { recursive: true });
  return { ...shape, writes };
}

/** Messages over which writes are counted. */
const SAMPLE = 50;

type Tables = ReturnType<typeof rowsIn>;

function written(before: Tables, after: Tables, operation: string): RowShape[] {
  return Object.entries(after).flatMap(([table, rows]) => {
    const known = new Set((before[table] ?? []).map((row) => JSON.stringify(row)));
    // One row of each state for all operations: it is not this message's.
    if (table === "operation_counts") return [];
    return rows
      .filter((row) => !known.has(JSON.stringify(row)))
      .map((row) => rowShape(table, row, operation));
  });
}
