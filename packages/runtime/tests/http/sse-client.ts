import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";

interface StreamedEvent {
  readonly id: string;
  readonly data: string;
}

export interface SseClient {
  readonly response: IncomingMessage;
  /** The next `count` events, or fewer if the stream ends before. */
  take(count: number): Promise<StreamedEvent[]>;
  /** Resolves at the next comment line. */
  comment(): Promise<void>;
  /** Breaks the connection off. */
  cut(): void;
  readonly ended: Promise<void>;
}

/** A reader of Server-Sent Events over a real socket, as strict about frames as this project's streams are. */
export async function openStream(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<SseClient> {
  const asked = request({ host: "127.0.0.1", port, path, headers, agent: false });
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  response.setEncoding("utf8");
  const events: StreamedEvent[] = [];
  let comments = 0;
  let buffer = "";
  let over = false;
  let changed = () => {};

  response.on("data", (chunk: string) => {
    buffer += chunk;
    const frames = buffer.split("\n\n");
    buffer = frames.pop() ?? "";
    for (const frame of frames) {
      const event = /^id: (\S+)\ndata: (.*)$/s.exec(frame);
      if (event !== null) events.push({ id: event[1] ?? "", data: event[2] ?? "" });
      else if (frame.startsWith(":")) comments += 1;
      else if (frame !== "retry: 1000") throw new Error(`not a frame: ${JSON.stringify(frame)}`);
    }
    changed();
  });
  const ended = new Promise<void>((resolve) => {
    response.on("close", () => {
      over = true;
      changed();
      resolve();
    });
  });
  response.on("error", () => undefined); // a cut connection; `ended` tells

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition() && !over) await new Promise<void>((resolve) => (changed = resolve));
  };
  return {
    response,
    async take(count) {
      await until(() => events.length >= count);
      return events.splice(0, count);
    },
    async comment() {
      const before = comments;
      await until(() => comments > before);
    },
    cut: () => asked.destroy(),
    ended,
  };
}
