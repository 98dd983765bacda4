import { once } from "node:events";
import { connect } from "node:net";

export interface RawAnswer {
  /** The status line and the fields, in their order and as they were sent. */
  readonly head: readonly string[];
  readonly body: Buffer;
}

const HEAD_END = "\r\n\r\n";

/** Sends the requests in one piece and reads as many answers, or what comes until the connection is closed. */
export async function rawHttp(
  port: number,
  requests: readonly string[],
): Promise<{ readonly answers: RawAnswer[]; readonly closed: boolean }> {
  const socket = connect(port, "127.0.0.1");
  const answers: RawAnswer[] = [];
  let held = Buffer.alloc(0);
  let closed = false;
  const done = Promise.withResolvers<undefined>();
  const whole = (): boolean => answers.length === requests.length;
  socket.on("data", (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (!whole()) {
      const taken = firstOf(held, requests[answers.length]?.startsWith("HEAD ") === true);
      if (taken === null) return;
      answers.push(taken.answer);
      held = held.subarray(taken.length);
    }
    done.resolve(undefined);
  });
  socket.on("error", done.reject);
  socket.on("close", () => {
    closed = true;
    done.resolve(undefined);
  });
  socket.write(requests.join(""));
  await done.promise;
  if (held.length > 0) throw new Error(`More than was asked for: ${held.toString("latin1")}`);
  // A server that ends the connection does so with its last answer.
  if (!closed && answers.at(-1)?.head.some((field) => /^connection: close$/i.test(field)) === true)
    await once(socket, "close");
  socket.destroy();
  return { answers, closed };
}

function firstOf(held: Buffer, headOnly: boolean): { answer: RawAnswer; length: number } | null {
  const end = held.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = held.toString("latin1", 0, end).split("\r\n");
  const begin = end + HEAD_END.length;
  const told = head.find((field) => /^content-length:/i.test(field))?.split(":")[1];
  const length = headOnly || / 304 /.test(head[0] ?? "") ? 0 : Number(told ?? 0);
  if (held.length < begin + length) return null;
  return {
    answer: { head, body: held.subarray(begin, begin + length) },
    length: begin + length,
  };
}
