// Bytes as they arrive, cut behind the last line feed of each piece: lines are read while the rest is on its way.

const NEWLINE = 10;

export class HalfLine extends Error {}

/** Each piece holds whole lines. @throws HalfLine when the bytes do not end with a line feed */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let any = false;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    any = true;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      held.push(chunk);
      continue;
    }
    let from = 0;
    if (held.length > 0) {
      // The line that was cut, by itself: the rest is not copied.
      from = chunk.indexOf(NEWLINE) + 1;
      yield Buffer.concat([...held, chunk.subarray(0, from)]);
      held = [];
    }
    if (from < end) yield chunk.subarray(from, end);
    if (end < chunk.length) held.push(chunk.subarray(end));
  }
  if (held.length > 0 || !any) throw new HalfLine("The last line has no end.");
}
