/** One life of the reference service: says its address and serves until it is killed at UNDERCLAIM_CRASH_AT. */
import { killPoint } from "../../src/testing/crash/kill-point.ts";
import { openReferenceService } from "../../src/testing/crash/reference-service.ts";

const [folder = "", providerUrl = ""] = process.argv.slice(2);
const at = process.env["UNDERCLAIM_CRASH_AT"] ?? "";
const { app, runtime } = await openReferenceService({
  folder,
  providerUrl,
  point: killPoint(at),
  ...(at.startsWith("store.")
    ? { storePoints: new URL("../../src/testing/store-suite/crash-points.ts", import.meta.url) }
    : {}),
});
await runtime.start();
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
