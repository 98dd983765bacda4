import { UnderclaimError, type ProviderRef } from "@underclaim/contract";
import type {
  Changes,
  DocWrite,
  Guard,
  IdempotencyRecord,
  NativeRecord,
  OperationWrite,
} from "../port.ts";
import { encodeText, encodeTuple, tupleRange } from "./encode-key.ts";
import type {
  WireChanges,
  WireDoc,
  WireEvidence,
  WireGuard,
  WireIdempotency,
  WireNative,
  WireOperation,
} from "./wire.ts";

export const encodeRef = (ref: ProviderRef): string =>
  encodeTuple([ref.provider_name, ref.ref_type, ref.ref_value]);

const encodePerson = (person: string | null | undefined): string | null =>
  person === null || person === undefined ? null : encodeText(person);

function encodeGuard(guard: Guard): WireGuard {
  if ("doc" in guard) return ["doc", encodeTuple(guard.doc), guard.version];
  if ("range" in guard) {
    const [from, below] = tupleRange(guard.range.prefix, guard.range.after);
    return ["range", from, below, guard.atMost];
  }
  if ("operation" in guard)
    return [
      "operation",
      guard.operation,
      guard.fence ?? null,
      guard.states ?? null,
      guard.command === true,
      guard.deadline ?? null,
    ];
  if ("refUnknown" in guard) return ["ref", encodeRef(guard.refUnknown)];
  if ("idempotencyUnknown" in guard)
    return ["idempotency", encodeText(guard.idempotencyUnknown), guard.now];
  return ["native", encodeText(guard.nativeNew.source), encodeText(guard.nativeNew.dedupeKey)];
}

/** Only a change that has looked may take the place of an expired record. */
function encodeIdempotency(record: IdempotencyRecord, guards: readonly Guard[]): WireIdempotency {
  const { key, requestId, fields, replayStatus, expiresAt, result } = record;
  const looked = guards.some((g) => "idempotencyUnknown" in g && g.idempotencyUnknown === key);
  const hashes = JSON.stringify(fields);
  return [encodeText(key), requestId, hashes, replayStatus, expiresAt, result, looked];
}

function encodeOperation(write: OperationWrite, changes: Changes): WireOperation {
  const { id, state, dueAt, text, create, where } = write;
  const { idempotency } = changes;
  return [
    id,
    state,
    dueAt,
    text ?? null,
    create
      ? [
          create.lane,
          encodeText(create.subject),
          create.createdAt,
          create.command?.text ?? null,
          encodePerson(create.command?.person),
          create.deadline ?? null,
          idempotency?.operation === id ? encodeIdempotency(idempotency, changes.guards) : null,
        ]
      : null,
    write.dropsCommand === true,
    where?.map(({ fence, states }) => [fence ?? null, states]) ?? null,
  ];
}

/** A record without its operation would answer repeats with what was never taken on. */
function checkIdempotency({ idempotency, operations }: Changes): void {
  if (idempotency === undefined) return;
  const own = operations?.some(({ id, create }) => create && id === idempotency.operation);
  if (own !== true)
    throw new UnderclaimError(
      "invalid_changes",
      `The idempotency record names ${idempotency.operation}, which this change does not create.`,
    );
}

const encodeDoc = (doc: DocWrite): WireDoc =>
  "put" in doc
    ? [encodeTuple(doc.put), doc.text, doc.dueAt ?? null, encodePerson(doc.person)]
    : [encodeTuple(doc.delete), null, null, null];

const encodeNative = (native: NativeRecord): WireNative => {
  const { raw, parked } = native;
  return [
    native.id,
    encodeText(native.source),
    encodeText(native.dedupeKey),
    native.subjects.map(encodeText),
    native.receivedAt,
    native.occurredAt,
    native.text,
    raw && [raw.contentType, encodePerson(raw.person), raw.expiresAt, raw.text],
    parked ? [parked.dueAt, parked.refs.map(encodeRef), JSON.stringify(parked.refs)] : null,
  ];
};

function encodeEvidence(changes: Changes): WireEvidence[] {
  const natives = changes.natives ?? [];
  return (changes.evidence ?? []).map(({ id, subject, text, native }) => [
    id,
    encodeText(subject),
    text,
    native === undefined ? -1 : natives.findIndex((each) => each.id === native),
  ]);
}

/** @throws where an idempotency record stands without the operation it names */
export function encodeChanges(tenant: string, changes: Changes): WireChanges {
  checkIdempotency(changes);
  return [
    tenant,
    changes.guards.map(encodeGuard),
    changes.docs?.map(encodeDoc) ?? [],
    changes.operations?.map((write) => encodeOperation(write, changes)) ?? [],
    changes.deadlines?.map(({ operation, at }) => [operation, at]) ?? [],
    changes.refs?.map(({ ref, operation }) => [encodeRef(ref), operation]) ?? [],
    changes.natives?.map(encodeNative) ?? [],
    encodeEvidence(changes),
    changes.deadLetters?.map((letter) => [
      letter.id,
      letter.source,
      letter.state,
      letter.code,
      letter.reason,
      letter.receivedAt,
      letter.attempts,
      encodePerson(letter.person),
      letter.expiresAt ?? null,
      letter.text,
    ]) ?? [],
  ];
}
