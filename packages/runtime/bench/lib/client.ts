/**
 * The load: a process of its own with so many keep-alive connections, one request on each at a time, over plain sockets so
 * that the client costs as little as it can. Told over IPC what to do; answers with the count and the waiting times.
 */
import { connect, type Socket } from "node:net";
import { drive, type Source } from "./request-sources.ts";

export interface Order {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Ends after so many, where that comes first. */
  readonly requests?: number;
  readonly source: Source;
}

export interface Measured {
  readonly count: number;
  readonly seconds: number;
  readonly p99Ms: number;
  /** Answers of each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/** One request at a time; resolves when the answer is whole, with its status and the end of its text. */
class Connection {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes of the answer with its head; 0 until the head is known. */
  #whole = 0;
  #status = "";
  #answered: (answer: { status: string; text: Buffer }) => void = () => undefined;
  #failed: (error: Error) => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", (error) => this.#failed(error));
    socket.on("close", () => this.#failed(new Error("The server closed the connection.")));
  }

  ask(request: string): Promise<{ status: string; text: Buffer }> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = () => undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#whole === 0) {
      const joined = Buffer.concat(this.#chunks);
      const end = joined.indexOf(HEAD_END);
      if (end < 0) return;
      const head = joined.toString("latin1", 0, end);
      this.#status = head.slice(9, 12);
      // RFC 9110 §15.4.5: it has no content, whatever it says of the content's length.
      const length = this.#status === "304" ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (Number.isNaN(length)) return this.#failed(new Error(`An answer without length: ${head}`));
      this.#whole = end + HEAD_END.length + length;
    }
    if (this.#held < this.#whole) return;
    // Only the end is looked at: it holds the cursor of the next page.
    const text = Buffer.concat(this.#chunks.slice(-2));
    this.#chunks = [];
    this.#held = 0;
    this.#whole = 0;
    this.#answered({ status: this.#status, text });
  }
}

const opened = (port: number): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket)));
    socket.once("error", reject);
  });

async function run({ port, connections, seconds, requests, source }: Order): Promise<Measured> {
  const open = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const { next, answered } = drive(source);
  let left = requests ?? Number.POSITIVE_INFINITY;
  const waits: number[] = [];
  const statuses: Record<string, number> = {};
  const begun = performance.now();
  const until = begun + seconds * 1000;
  await Promise.all(
    open.map(async (connection, lane) => {
      for (let now = performance.now(); now < until && left > 0;) {
        left -= 1;
        const { status, text } = await connection.ask(next(lane));
        answered(lane, text);
        const then = performance.now();
        waits.push(then - now);
        statuses[status] = (statuses[status] ?? 0) + 1;
        now = then;
      }
    }),
  );
  const took = (performance.now() - begun) / 1000;
  for (const connection of open) connection.close();
  waits.sort((a, b) => a - b);
  const p99Ms = waits[Math.floor(waits.length * 0.99)] ?? 0;
  return { count: waits.length, seconds: took, p99Ms, statuses };
}

process.on("message", (order: Order) => {
  run(order).then(
    (measured) => process.send?.(measured),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
