// A service in a process of its own, for process.test.ts.
import { adapterServer } from "../../src/http/index.ts";
import { serve } from "../../src/service/index.ts";

await serve({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  compose: async () => ({
    app: adapterServer(),
    close: async () => undefined,
    listening: ([address]) => console.log(address),
  }),
});
