import { requestOf } from "./messages.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
}

/** Null: the process is gone. */
export async function post(url: string, body: string): Promise<Answer | null> {
  try {
    const response = await fetch(`${url}/adapter/actions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const replayed = response.headers.get("idempotency-replayed") === "true";
    return { status: response.status, text: await response.text(), replayed };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Posts the messages 0 to `count`, so many at once, in order. What was answered, by number. */
export async function postAll(
  url: string,
  count: number,
  { atOnce = 50 }: { readonly atOnce?: number } = {},
): Promise<Map<number, Answer>> {
  const answers = new Map<number, Answer>();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const n = next;
        next += 1;
        const answer = await post(url, requestOf(n));
        if (answer === null) return;
        answers.set(n, answer);
      }
    }),
  );
  return answers;
}
