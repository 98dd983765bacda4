import { mkdirSync } from "node:fs";
import { serve } from "@underclaim/runtime";
import { greeting } from "./greeting.ts";
import { openSandbox } from "./open-sandbox.ts";
import { HELP, readSettings } from "./settings.ts";

const args = process.argv.slice(2);

/** Every adapter in one process on its embedded default: what `npm start` runs. */
if (args.some((argument) => argument === "--help" || argument === "-h")) process.stdout.write(HELP);
else
  await serve({
    compose: async () => {
      const settings = readSettings(process.env, args);
      mkdirSync(settings.folder, { recursive: true });
      const service = await openSandbox(settings);
      return {
        ...service,
        listening: (addresses) => process.stdout.write(greeting(addresses, settings.folder)),
      };
    },
  });
