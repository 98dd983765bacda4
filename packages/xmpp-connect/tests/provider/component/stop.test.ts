import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { createLog, SecretSource, systemClock } from "@underclaim/runtime";
import { expect, onTestFinished, test } from "vitest";
import { ComponentSettings } from "../../../src/configuration.ts";
import { componentTransport } from "../../../src/provider/component/component.ts";

test("a component stops at once, though its server has taken the connection and says nothing", async () => {
  const server = net.createServer();
  const taken = once(server, "connection") as Promise<[Socket]>;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const secret = new SecretSource("ignored");
  Object.assign(secret, { current: () => ({ reveal: () => "s3cr3t" }) });
  const parsed = ComponentSettings.parse({
    kind: "component",
    account: "bridge",
    jid: "bridge.example.net",
    secret: "read above",
    port: (server.address() as AddressInfo).port,
  });
  const transport = componentTransport(
    { ...parsed, secret, timeouts: { ...parsed.timeouts, connect: 60_000 } },
    {
      clock: systemClock,
      random: () => 0.5,
      randomId: () => "id",
      log: createLog({ level: "silent" }),
      store: {
        load: () => Promise.reject(new Error("nothing is read")),
        commit: () => Promise.reject(new Error("nothing is written")),
      },
      jidId: (jid) => jid,
    },
  );
  await transport.start?.({ receive: async () => undefined });
  const [socket] = await taken;
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  const closed = once(socket.resume(), "close");
  await transport.stop?.();
  await closed;
  expect(transport.channel().stream).not.toBe("connected");
}, 4_000);
