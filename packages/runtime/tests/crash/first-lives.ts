import { seeded } from "@underclaim/contract/golden";
import type {
  DoubleBehaviour,
  DoubleMessage,
  ProviderDouble,
} from "../../src/testing/reference/index.ts";
import {
  asking,
  poll,
  post,
  postMutated,
  receipt,
  webhook,
  type Ask,
  type Memory,
} from "./workload.ts";

const CLIENTS = 6;
/** A life that was not killed by then never passes its point so often. */
const MOST_STEPS = 150;

/** Mostly well-behaved: what stalls holds one of the lane's places until the lease ends. */
const BEHAVIOURS: readonly DoubleBehaviour[] = [
  ...Array<DoubleBehaviour>(12).fill("accept"),
  "accept_then_drop",
  "accept_then_fail",
  "refuse",
  "stall",
  "throttle",
  "reset_before",
];

/** How the provider takes the messages that come next. */
const mood = (random: () => number): DoubleBehaviour =>
  BEHAVIOURS[Math.floor(random() * BEHAVIOURS.length)] ?? "accept";

/**
 * Posts, repeats, mutates, sends receipts early, late and twice, replies, and polls, until the adapter's process is gone.
 * The mix is drawn from the seed; how the clients interleave is not.
 */
export async function work(
  url: string,
  double: ProviderDouble,
  memory: Memory,
  seed: number,
  ended: Promise<unknown>,
): Promise<"killed" | "survived"> {
  const ask = asking(url);
  const random = seeded(seed);
  let steps = 0;
  let gone = false;
  let moved = Promise.withResolvers<void>();
  const move = (): void => {
    moved.resolve();
    moved = Promise.withResolvers();
  };
  void ended.then(() => {
    gone = true;
    move();
  });

  double.onEffect(async (message) => {
    // Before the provider has answered: by its own id alone the event waits for the reference.
    const chance = random();
    if (chance < 0.3)
      await unlessGone(() =>
        receipt(memory, ask, message, {
          message: true,
          client: chance < 0.1,
          event: `early-${message.id}`,
          now: Date.now(),
        }),
      );
  });

  const reader = async (): Promise<void> => {
    while (!gone) {
      // Taken before the poll: the last move of a life that survives may come while it is under way.
      const next = moved.promise;
      const more = await poll(memory, ask, 1 + Math.floor(random() * 20));
      if (!more) await next;
    }
  };
  const client = async (name: number): Promise<void> => {
    while (!gone && steps < MOST_STEPS) {
      steps += 1;
      double.byDefault(mood(random));
      await step(memory, ask, double, random, `${seed}-${name}-${steps}`);
      move();
    }
  };
  const clients = Promise.all(
    Array.from({ length: CLIENTS }, (_, name) => unlessGone(() => client(name))),
  );
  const reading = unlessGone(reader);
  await clients;
  const survived = !gone && steps >= MOST_STEPS;
  if (survived) gone = true;
  move();
  await reading;
  double.onEffect(null);
  return survived ? "survived" : "killed";

  /** What fails because the process has died is no failure of the test. */
  async function unlessGone(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await ended;
      gone = true;
    }
  }
}

async function step(
  memory: Memory,
  ask: Ask,
  double: ProviderDouble,
  random: () => number,
  id: string,
): Promise<void> {
  const chance = random();
  const keys = [...memory.posted.keys()];
  const known = keys[Math.floor(random() * keys.length)];
  const effects = double.messages.filter(({ accepted }) => accepted);
  const effect: DoubleMessage | undefined = effects[Math.floor(random() * effects.length)];
  if (chance < 0.45 || known === undefined) return post(memory, ask, `key-${id}`);
  if (chance < 0.52) return post(memory, ask, `key-${id}`, Date.now() + 40);
  if (chance < 0.65) return post(memory, ask, known);
  if (chance < 0.7) return postMutated(memory, ask, known);
  if (effect === undefined) return;
  const now = Date.now();
  if (chance < 0.85) {
    const by = { message: true, client: random() < 0.5, event: `late-${effect.id}`, now };
    await receipt(memory, ask, effect, by);
    if (random() < 0.5) await receipt(memory, ask, effect, by);
    return;
  }
  const text = random() < 0.1 ? "HELP" : "thank you";
  const body = JSON.stringify({
    inbound_id: `in-${id}`,
    from: effect.to,
    text,
    in_reply_to: effect.id,
  });
  await webhook(memory, ask, "reference.inbound", `in-${id}`, body, now);
}
