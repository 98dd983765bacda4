/** Every subscriber: takes each delivery and counts it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";

let count = 0;
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    count += 1;
    response.writeHead(204);
    response.end();
  });
});
// Between two measurements no connection is to be closed.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("message", () => process.send?.({ answer: count }));
process.once("disconnect", () => process.exit());
