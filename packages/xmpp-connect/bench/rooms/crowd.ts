// Many occupants over one connection: a component (XEP-0114) may speak for any of its addresses. What it receives is dropped.
import { createHash } from "node:crypto";
import { once } from "node:events";
import net from "node:net";

export interface Crowd {
  send(text: string): Promise<void>;
  /** Resolves once all that was sent before has been dealt with: the server answers one of them in order. */
  answered(from: string, to: string): Promise<void>;
  close(): void;
}

export async function crowdOf(port: number, domain: string, secret: string): Promise<Crowd> {
  const socket = await connected(port);
  let seen = "";
  const saw = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (data: Buffer): void => {
        const before = seen.slice(-100);
        seen = before + data.toString("latin1");
        if (!seen.includes(text)) return;
        socket.off("data", look);
        resolve();
      };
      socket.on("data", look);
    });
  const opened = saw("id=");
  socket.write(
    `<?xml version="1.0"?><stream:stream xmlns="jabber:component:accept" xmlns:stream="http://etherx.jabber.org/streams" to="${domain}">`,
  );
  await opened;
  const [, id = ""] = /id=['"]([^'"]+)/.exec(seen) ?? [];
  const taken = saw("<handshake");
  socket.write(
    `<handshake>${createHash("sha1")
      .update(id + secret)
      .digest("hex")}</handshake>`,
  );
  await taken;
  socket.on("data", () => undefined);
  const send = async (text: string): Promise<void> => {
    if (!socket.write(text)) await once(socket, "drain");
  };
  return {
    send,
    async answered(from, to) {
      const answer = saw("in-order");
      await send(
        `<iq type="get" id="in-order" from="${from}" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`,
      );
      await answer;
    },
    close: () => socket.destroy(),
  };
}

/** The server may take components a moment later than clients. */
async function connected(port: number): Promise<net.Socket> {
  for (let tries = 0; ; tries += 1) {
    const socket = net.connect({ host: "127.0.0.1", port });
    try {
      await once(socket, "connect");
      socket.on("error", () => undefined);
      return socket;
    } catch (error) {
      if (tries >= 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
