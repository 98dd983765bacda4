import type { Doc, IdempotencyRecord, Operation, Range, Read, Snapshot } from "../port.ts";
import type { OperationId } from "../../time-and-ids.ts";
import { encodeRef } from "./encode-changes.ts";
import { encodeText, encodeTuple, tupleRange } from "./encode-key.ts";
import {
  DOC_COLUMNS,
  type DocRow,
  IDEMPOTENCY_COLUMNS,
  type IdempotencyRow,
  toDoc,
  toIdempotency,
  toOperation,
} from "./rows.ts";
import type { OperationRow } from "./wire.ts";
import { OPERATION_COLUMNS } from "./writer/operations.ts";
import type { Prepare } from "./writer/statements.ts";

type ReferredRow = (OperationRow | (OperationRow & { readonly id: null })) & {
  readonly operation: OperationId;
};

const rangeId = (range: Range): string =>
  `${encodeTuple(range.prefix)}/${range.after ? encodeTuple(range.after) : ""}/${range.limit}`;

function known<T>(values: ReadonlyMap<string, T>, id: string, what: string): T {
  const value = values.get(id);
  if (value === undefined) throw new Error(`${what} was not read: name it in load().`);
  return value;
}

/** All reads as of one moment; the caller holds a transaction where there is more than one. */
export function loading(prepare: Prepare): (tenant: string, reads: readonly Read[]) => Snapshot {
  const doc = prepare(`SELECT ${DOC_COLUMNS} FROM docs WHERE tenant = ? AND key = ?`);
  const range = prepare(
    `SELECT ${DOC_COLUMNS} FROM docs WHERE tenant = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`,
  );
  const count = prepare(
    "SELECT count(*) AS total FROM docs WHERE tenant = ? AND key >= ? AND key < ?",
  );
  const operation = prepare(
    `SELECT ${OPERATION_COLUMNS} FROM operations WHERE tenant = ? AND id = ?`,
  );
  const ref = prepare(
    `SELECT refs.operation, ${OPERATION_COLUMNS.split(", ")
      .map((column) => `operations.${column}`)
      .join(", ")}
     FROM refs LEFT JOIN operations ON operations.tenant = refs.tenant AND operations.id = refs.operation
     WHERE refs.tenant = ? AND refs.ref = ?`,
  );
  const idempotency = prepare(
    `SELECT ${IDEMPOTENCY_COLUMNS} FROM operations WHERE tenant = ? AND key = ?`,
  );

  return (tenant, reads) => {
    const docs = new Map<string, Doc | null>();
    const ranges = new Map<string, readonly Doc[]>();
    const counts = new Map<string, number>();
    const operations = new Map<string, Operation | null>();
    const refs = new Map<string, OperationId | null>();
    const records = new Map<string, IdempotencyRecord | null>();
    for (const read of reads) {
      if ("doc" in read) {
        const key = encodeTuple(read.doc);
        const row = doc.get(tenant, key) as DocRow | undefined;
        docs.set(key, row ? toDoc(row) : null);
      } else if ("range" in read) {
        const [from, below] = tupleRange(read.range.prefix, read.range.after);
        const rows = range.all(tenant, from, below, read.range.limit) as unknown as DocRow[];
        ranges.set(rangeId(read.range), rows.map(toDoc));
      } else if ("count" in read) {
        const [from, below] = tupleRange(read.count, undefined);
        counts.set(encodeTuple(read.count), Number(count.get(tenant, from, below)?.["total"]));
      } else if ("operation" in read) {
        const row = operation.get(tenant, read.operation) as OperationRow | undefined;
        operations.set(read.operation, row ? toOperation(row) : null);
      } else if ("ref" in read) {
        const key = encodeRef(read.ref);
        const row = ref.get(tenant, key) as ReferredRow | undefined;
        refs.set(key, row?.operation ?? null);
        if (row) operations.set(row.operation, row.id === null ? null : toOperation(row));
      } else {
        const row = idempotency.get(tenant, encodeText(read.idempotency)) as
          | IdempotencyRow
          | undefined;
        records.set(read.idempotency, row ? toIdempotency(row) : null);
      }
    }
    return {
      doc: (key) => known(docs, encodeTuple(key), `The document ${key.join("/")}`),
      wasRead: (key) => docs.has(encodeTuple(key)),
      range: (asked) => known(ranges, rangeId(asked), `The range ${asked.prefix.join("/")}`),
      count: (prefix) => known(counts, encodeTuple(prefix), `The count of ${prefix.join("/")}`),
      operation: (id) => known(operations, id, `The operation ${id}`),
      ref: (asked) => known(refs, encodeRef(asked), `The reference ${asked.ref_type}`),
      idempotency: (key) => known(records, key, "The idempotency key"),
    };
  };
}
