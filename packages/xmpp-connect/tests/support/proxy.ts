// Between the session and its server: cuts, stalls, and cuts after a number of bytes.
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

export interface Proxy {
  readonly port: number;
  /** Connections that have come through, in all. */
  readonly connections: number;
  /** Resets every connection that is there. */
  cut(): void;
  /** Passes nothing on any more, in neither direction, and says nothing either. */
  stall(stalled: boolean): void;
  /** Takes no connections, or takes them again. */
  refuse(refused: boolean): void;
  /** Resets the connection after so many more bytes in this direction; `deaf` loses those bytes, too. */
  cutAfter(bytes: number, direction: "up" | "down"): void;
  /** Resolves with the next connection. */
  next(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProxy(target: number): Promise<Proxy> {
  const pairs = new Set<readonly [net.Socket, net.Socket]>();
  const budget = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  let stalled = false;
  let refused = false;
  let connections = 0;
  let waiting: (() => void)[] = [];

  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
    pairs.clear();
  };
  const pass = (from: net.Socket, to: net.Socket, direction: "up" | "down"): void => {
    from.on("data", (data: Buffer) => {
      if (stalled) return;
      if (data.length > budget[direction]) {
        const last = data.subarray(0, budget[direction]);
        budget[direction] = Number.POSITIVE_INFINITY;
        // What is within the budget does arrive; the rest never will.
        to.write(last, () => cut());
        return;
      }
      budget[direction] -= data.length;
      if (!to.write(data)) {
        from.pause();
        to.once("drain", () => from.resume());
      }
    });
    from.on("error", () => undefined);
    from.on("close", () => to.destroy());
  };
  const server = net.createServer((client) => {
    if (refused) {
      client.resetAndDestroy();
      return;
    }
    connections += 1;
    const upstream = net.connect({ host: "127.0.0.1", port: target });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.on("close", () => pairs.delete(pair));
    pass(client, upstream, "up");
    pass(upstream, client, "down");
    for (const resolve of waiting) resolve();
    waiting = [];
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    cut,
    stall: (now) => void (stalled = now),
    refuse: (now) => void (refused = now),
    cutAfter: (bytes, direction) => void (budget[direction] = bytes),
    next: () => new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      cut();
      await once(server.close(), "close");
    },
  };
}
