// Every method that Node reads, on addresses that are routes and on others.
import { METHODS } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { harness } from "./harness.ts";

test("no method is a failure of ours", async () => {
  const { app, logged } = await harness();
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  // CONNECT is answered by Node, which closes the connection.
  for (const method of METHODS.filter((name) => name !== "CONNECT")) {
    for (const path of ["/adapter/actions", "/nowhere"]) {
      const socket = connect(port, "127.0.0.1");
      socket.write(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      const answer = await text(socket);
      expect([method, path, answer]).toEqual([
        method,
        path,
        expect.stringMatching(/^HTTP\/1\.1 (?:400|401|404|405) /),
      ]);
    }
  }
  expect(logged()).not.toContain("unexpected failure");
});
