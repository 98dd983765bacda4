// Hands a log file in to a running service, part by part, from where it was handed in before.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { pipeline } from "node:stream";
import { UnderclaimError } from "@underclaim/contract";
import { lengthOf, type AskService, type ServiceAnswer } from "./ask-service.ts";
import type { LogFormat } from "./parse/line.ts";

export interface SendOptions {
  readonly file: string;
  readonly format: LogFormat;
  /** Of the service, such as http://127.0.0.1:7103. */
  readonly service: string;
  readonly apiKey: string | null;
  /** Absent: told from the log's first line, so that a rotated file is still the same log. */
  readonly source?: string;
  readonly staleSeconds?: number;
  readonly ask: AskService;
  readonly wait: (ms: number) => Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  /** Bytes of a part, about. Default: 16 MiB. */
  readonly partBytes?: number;
}

export interface Progress {
  /** Bytes read from the file, compressed ones where it is. */
  readonly read: number;
  readonly total: number;
  readonly sums: Readonly<Record<string, number>>;
}

export interface Sent {
  readonly source: string;
  readonly offset: number;
  /** What the service counted, over all parts that were sent now. */
  readonly sums: Readonly<Record<string, number>>;
  /** Numbers of lines that were not understood, the first of each part. */
  readonly notUnderstood: readonly number[];
  /** Bytes of a last line that has not ended yet: it is sent next time. */
  readonly left: number;
}

const PART_BYTES = 16_777_216;
const LONGEST_LINE = 8_388_608;
const READ_AT_ONCE = 1_048_576;
const TRIES = 6;
const NEWLINE = 10;
const HASH = 35;
const COUNTS = [
  "lines",
  "fetched",
  "revalidated",
  "other",
  "observed_elsewhere",
  "not_understood",
  "in_the_future",
];

export async function sendLog(options: SendOptions): Promise<Sent> {
  const { file, partBytes = PART_BYTES } = options;
  const { size } = await stat(file);
  const source = options.source ?? (await sourceOf(options));
  const sums = Object.fromEntries(COUNTS.map((name) => [name, 0]));
  const notUnderstood: number[] = [];
  let offset = await positionAt(options, source);
  const reading = openLog(file, offset);
  let held: Buffer[] = [];
  let length = 0;

  async function send(part: readonly Buffer[]): Promise<void> {
    const taken = await post(options, source, offset, part);
    for (const name of COUNTS) sums[name] = (sums[name] ?? 0) + Number(taken[name] ?? 0);
    notUnderstood.push(...((taken["not_understood_lines"] ?? []) as number[]));
    offset += lengthOf(part);
    options.onProgress?.({ read: Math.min(reading.read(), size), total: size, sums });
  }

  // While one part is with the service, the next is read.
  let sending = Promise.resolve();
  async function hand(part: readonly Buffer[]): Promise<void> {
    await sending;
    sending = send(part);
    // Whoever awaits it next is told.
    sending.catch(() => undefined);
  }

  for await (const chunk of reading.chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    length += chunk.length;
    if (end === 0 || length < partBytes) {
      held.push(chunk);
      if (end === 0 && lengthOf(held) > LONGEST_LINE + partBytes) {
        throw new UnderclaimError(
          "log_line",
          `${file} has a line of more than ${LONGEST_LINE} bytes behind byte ${offset}. Is it a log of this format?`,
        );
      }
      continue;
    }
    await hand([...held, chunk.subarray(0, end)]);
    held = end < chunk.length ? [chunk.subarray(end)] : [];
    length = chunk.length - end;
  }
  const rest = Buffer.concat(held);
  const end = rest.lastIndexOf(NEWLINE) + 1;
  if (end > 0) await hand([rest.subarray(0, end)]);
  await sending;
  return { source, offset, sums, notUnderstood, left: rest.length - end };
}

interface Reading {
  readonly chunks: AsyncIterable<Buffer>;
  readonly read: () => number;
}

/** From this byte of the log; of a compressed file what comes before is read and dropped. */
function openLog(file: string, offset: number): Reading {
  if (!file.endsWith(".gz")) {
    const stream = createReadStream(file, { start: offset, highWaterMark: READ_AT_ONCE });
    return { chunks: stream as AsyncIterable<Buffer>, read: () => offset + stream.bytesRead };
  }
  const packed = createReadStream(file, { highWaterMark: 262_144 });
  const plain = createGunzip();
  // A failure of either ends the reading of the other with it.
  pipeline(packed, plain, () => undefined);
  return { chunks: behind(plain as AsyncIterable<Buffer>, offset), read: () => packed.bytesRead };
}

async function* behind(chunks: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
  let skip = offset;
  for await (const chunk of chunks) {
    if (skip >= chunk.length) skip -= chunk.length;
    else {
      yield chunk.subarray(skip);
      skip = 0;
    }
  }
}

/** The log's first line names it, wherever the file is by now; of CloudFront's files, which all begin alike, with their head. */
async function sourceOf({ file, format }: SendOptions): Promise<string> {
  const hash = createHash("sha256");
  const named = (): string => `log_${hash.digest("hex").slice(0, 24)}`;
  let isHead: boolean | null = null;
  let any = false;
  for await (const chunk of openLog(file, 0).chunks) {
    for (let from = 0; from < chunk.length;) {
      const newline = chunk.indexOf(NEWLINE, from);
      const end = newline < 0 ? chunk.length : newline;
      isHead ??= format === "cloudfront" && chunk[from] === HASH;
      hash.update(chunk.subarray(from, end));
      from = end + 1;
      if (newline < 0) continue;
      if (!isHead) return named();
      isHead = null;
      any = true;
    }
  }
  if (any) return named();
  throw new UnderclaimError("log_empty", `${file} has no whole line yet. Nothing was sent.`);
}

const headersOf = ({ apiKey }: SendOptions): Record<string, string> =>
  apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };

async function positionAt(options: SendOptions, source: string): Promise<number> {
  const answer = await ask(options, `/access-logs/${source}`, {
    method: "GET",
    headers: headersOf(options),
  });
  if (answer.status === 404) return 0;
  if (answer.status !== 200) throw refusal(answer);
  return (JSON.parse(answer.text) as { offset: number }).offset;
}

async function post(
  options: SendOptions,
  source: string,
  offset: number,
  part: readonly Buffer[],
): Promise<Record<string, unknown>> {
  const { format, staleSeconds } = options;
  const query = new URLSearchParams({
    format,
    offset: String(offset),
    ...(staleSeconds === undefined ? {} : { stale_seconds: String(staleSeconds) }),
  });
  const answer = await ask(options, `/access-logs/${source}?${query.toString()}`, {
    method: "POST",
    headers: { ...headersOf(options), "content-type": "text/plain" },
    body: part,
  });
  if (answer.status === 200) return JSON.parse(answer.text) as Record<string, unknown>;
  // Its answer was lost: the part was taken in, and is not sent twice.
  if (answer.status === 409 && (await positionAt(options, source)) === offset + lengthOf(part))
    return {};
  throw refusal(answer);
}

/** Again while the service is away or too busy: a part that was taken in already is known there. */
async function ask(
  options: SendOptions,
  path: string,
  asked: Parameters<AskService>[1],
): Promise<ServiceAnswer> {
  const url = options.service.replace(/\/+$/, "") + path;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await options.ask(url, asked).catch((error: unknown) => {
      if (attempt < TRIES) return null;
      const why = error instanceof Error ? error.message : "no reason given";
      throw new UnderclaimError("service_away", `${options.service} cannot be reached: ${why}.`);
    });
    const busy = answer?.status === 503 || answer?.status === 429;
    if (answer !== null && !(busy && attempt < TRIES)) return answer;
    const seconds = Number(answer?.retryAfter ?? 0);
    await options.wait(seconds > 0 ? seconds * 1_000 : 250 * 2 ** attempt);
  }
}

function refusal({ status, text }: ServiceAnswer): UnderclaimError {
  let detail = "no reason given";
  try {
    detail = (JSON.parse(text) as { detail?: string }).detail ?? detail;
  } catch {
    // Not the service itself answered.
  }
  return new UnderclaimError("log_refused", `The service answered ${status}: ${detail}`);
}
