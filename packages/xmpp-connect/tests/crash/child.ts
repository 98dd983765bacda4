/** One life of the service: says its address and serves until it kills itself at `point:n`, or is killed. */
import process from "node:process";
import { createLog, openSqliteStore, randomIds, systemClock } from "@underclaim/runtime";
import { openXmppConnect } from "../../src/service.ts";
import { deskConfiguration, type DeskOptions } from "../support/desk-service.ts";

const { folder, at, desk } = JSON.parse(process.argv[2] ?? "{}") as {
  readonly folder: string;
  readonly at: string;
  readonly desk: DeskOptions;
};
const [name, count = "1"] = at.split(":");
let left = Number(count);
const { app, runtime } = await openXmppConnect({
  configuration: deskConfiguration(desk),
  store: await openSqliteStore({ folder }),
  clock: systemClock,
  ids: randomIds,
  log: createLog({ level: "silent", destination: { write: () => undefined } }),
  point(point) {
    if (point === name && --left === 0) process.kill(process.pid, "SIGKILL");
  },
});
await runtime.start();
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
