// What is looked up for each line of a log, by its bytes: no text is made of what was seen before.

const LONGEST_KEPT = 2_048;

/** Some number that the bytes give, or of many bytes, some. */
function hashOf(bytes: Uint8Array, from: number, end: number): number {
  const step = 1 + ((end - from) >> 4);
  let hash = end - from;
  for (let at = from; at < end; at += step)
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01_00_01_93);
  return hash ^ (hash >>> 15);
}

function same(kept: Uint8Array, bytes: Uint8Array, from: number, end: number): boolean {
  const length = end - from;
  if (kept.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (kept[at] !== bytes[from + at]) return false;
  return true;
}

export type ByteLookup<T> = (bytes: Uint8Array, from: number, end: number) => T;

/** A fixed set of names. */
export function byteIndex<T>(entries: ReadonlyMap<string, T>): ByteLookup<T | undefined> {
  const named = [...entries].map(([name, value]) => ({ name: Buffer.from(name), value }));
  // Of most paths their length tells that they are none.
  const lengths = new Uint8Array(1 + Math.max(0, ...named.map(({ name }) => name.length)));
  const slots = 2 ** Math.ceil(Math.log2(4 * named.length + 1));
  const table: (readonly { readonly name: Uint8Array; readonly value: T }[] | undefined)[] =
    Array.from({ length: slots });
  for (const entry of named) {
    const slot = hashOf(entry.name, 0, entry.name.length) & (slots - 1);
    lengths[entry.name.length] = 1;
    table[slot] = [...(table[slot] ?? []), entry];
  }
  return (bytes, from, end) => {
    if (lengths[end - from] !== 1) return undefined;
    const entry = table[hashOf(bytes, from, end) & (slots - 1)];
    return entry?.find(({ name }) => same(name, bytes, from, end))?.value;
  };
}

/**
 * Remembers what `make` made of bytes that come again. Each slot holds what came last, so that no choice of bytes costs more
 * than `make` does.
 */
export function byteCache<T>(slots: number, make: (text: Buffer) => T): ByteLookup<T> {
  const table: ({ readonly name: Uint8Array; readonly value: T } | undefined)[] = Array.from({
    length: slots,
  });
  return (bytes, from, end) => {
    const slot = hashOf(bytes, from, end) & (slots - 1);
    const known = table[slot];
    if (known !== undefined && same(known.name, bytes, from, end)) return known.value;
    const name = Buffer.from(bytes.subarray(from, end));
    const value = make(name);
    if (name.length <= LONGEST_KEPT) table[slot] = { name, value };
    return value;
  };
}
