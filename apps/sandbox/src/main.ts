import { mkdirSync } from "node:fs";
import { serve } from "@underclaim/runtime";
import { greeting } from "./greeting.ts";
import { openSandbox } from "./open-sandbox.ts";
import { readSettings } from "./settings.ts";

/** Every adapter in one process on its embedded default: what `npm start` runs. */
await serve({
  compose: async () => {
    const settings = readSettings(process.env);
    mkdirSync(settings.folder, { recursive: true });
    const service = await openSandbox(settings);
    return {
      ...service,
      listening: (addresses) => process.stdout.write(greeting(addresses, settings.folder)),
    };
  },
});
