import type { Service } from "@underclaim/runtime";
import { openRss } from "./open-rss.ts";
import { openSms } from "./open-sms.ts";
import type { SandboxSettings } from "./settings.ts";

/** Composes every adapter that exists, each with its own data in the sandbox's folder. */
export async function openSandbox(settings: SandboxSettings): Promise<Service> {
  const rss = await openRss(settings);
  const sms = await openSms(settings).catch(async (error: unknown) => {
    await rss.app.close();
    await rss.close();
    throw error;
  });
  return {
    ...rss,
    others: [sms],
    close: async () => {
      await Promise.all([rss.close(), sms.close()]);
    },
  };
}
