import { seeded } from "@underclaim/contract/golden";
import { beginLife, type Life } from "../support/life.ts";
import { requestOf } from "../support/messages.ts";
import { post, type Answer } from "../support/posting.ts";
import { hexId, receiptOf } from "../support/receipts.ts";
import {
  openSmsc,
  type Smsc,
  type SmscOptions,
  type SubmitBehaviour,
  type Taken,
} from "../support/smsc.ts";

const CLIENTS = 8;
/** A life that was not killed by then never passes its point so often. */
const MOST_MESSAGES = 300;

/** Where the SMSC kills the process: what became of the n-th submission by then. */
const AT_THE_SMSC: Readonly<Record<string, SubmitBehaviour>> = {
  "smsc.not_taken": "cut_before",
  "smsc.taken": "cut_after",
};
const isAtTheSmsc = (point: string): boolean => Object.hasOwn(AT_THE_SMSC, point);

export interface Killing {
  readonly point: string;
  readonly n: number;
  readonly seed: number;
}

/**
 * An SMSC that sends some receipts before it has answered the submission, some later, and some not at all. At its points it
 * kills the process of `victim`.
 */
export async function killingSmsc({ point, n, seed }: Killing, kill: () => void): Promise<Smsc> {
  const random = seeded(seed);
  const later: Taken[] = [];
  const options: SmscOptions = {
    id: hexId,
    redeliver: true,
    taken(message) {
      const chance = random();
      if (chance < 0.3) void smsc.deliver(receiptOf(message));
      else if (chance < 0.7) later.push(message);
      const due = random() < 0.5 ? later.shift() : undefined;
      if (due !== undefined && due !== message) void smsc.deliver(receiptOf(due));
    },
  };
  const smsc = await openSmsc(options);
  smsc.onSubmit = (submit) => {
    const behaviour = AT_THE_SMSC[point];
    if (behaviour === undefined || submit.n !== n) return {};
    kill();
    return behaviour;
  };
  return smsc;
}

/** What was posted and how it was answered, by number; null: it was not. */
export type Memory = Map<number, Answer | null>;

/** A process that dies at the point, or by its SMSC's hand, and clients that post until it is gone. */
export async function liveUntilKilled(
  configuration: string,
  { point, n }: Killing,
  born: (life: Life) => void,
): Promise<Memory> {
  const life = await beginLife(configuration, isAtTheSmsc(point) ? "" : `${point}:${n}`);
  born(life);
  const memory = await postUntilGone(life.url);
  if (memory.size === MOST_MESSAGES) throw new Error(`It never died at ${point}:${n}.`);
  await life.ended;
  return memory;
}

async function postUntilGone(url: string): Promise<Memory> {
  const memory: Memory = new Map();
  let gone = false;
  const client = async (): Promise<void> => {
    while (!gone && memory.size < MOST_MESSAGES) {
      const n = memory.size;
      memory.set(n, null);
      const answer = await post(url, requestOf(n));
      memory.set(n, answer);
      gone ||= answer === null;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return memory;
}
