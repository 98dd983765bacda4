import type { ProviderRef } from "@underclaim/contract";
import type { Changes, DocWrite, Guard, NativeRecord } from "../port.ts";
import { encodeText, encodeTuple, tupleRange } from "./encode-key.ts";
import type { WireChanges, WireDoc, WireGuard, WireIdempotency, WireNative } from "./wire.ts";

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
    return ["operation", guard.operation, guard.fence ?? null, guard.states ?? null];
  if ("refUnknown" in guard) return ["ref", encodeRef(guard.refUnknown)];
  if ("idempotencyUnknown" in guard)
    return ["idempotency", encodeText(guard.idempotencyUnknown), guard.now];
  return ["native", encodeText(guard.nativeNew.source), encodeText(guard.nativeNew.dedupeKey)];
}

/** Only a change that has looked may take the place of an expired record. */
function encodeIdempotency({ idempotency, guards }: Changes): WireIdempotency | null {
  if (!idempotency) return null;
  const { key, operation, requestId, fields, replayStatus, expiresAt, result } = idempotency;
  const looked = guards.some((g) => "idempotencyUnknown" in g && g.idempotencyUnknown === key);
  return [
    encodeText(key),
    operation,
    requestId,
    JSON.stringify(fields),
    replayStatus,
    expiresAt,
    result,
    looked,
  ];
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

export const encodeChanges = (tenant: string, changes: Changes): WireChanges => [
  tenant,
  changes.guards.map(encodeGuard),
  encodeIdempotency(changes),
  changes.docs?.map(encodeDoc) ?? [],
  changes.operations?.map(({ id, state, dueAt, text, create }) => [
    id,
    state,
    dueAt,
    text ?? null,
    create ? [create.lane, encodeText(create.subject), create.createdAt] : null,
  ]) ?? [],
  changes.refs?.map(({ ref, operation }) => [encodeRef(ref), operation]) ?? [],
  changes.natives?.map(encodeNative) ?? [],
  changes.evidence?.map(({ id, subject, text }) => [id, encodeText(subject), text]) ?? [],
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
