import type { Service } from "@underclaim/runtime";
import { openRss } from "./open-rss.ts";
import { openSms, type Opened } from "./open-sms.ts";
import { openXmpp } from "./open-xmpp.ts";
import type { SandboxSettings } from "./settings.ts";

/** Composes every adapter that exists, each with its own data in the sandbox's folder. */
export async function openSandbox(settings: SandboxSettings): Promise<Service> {
  const opened: Opened[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.map((each) => each.close()));
  };
  try {
    for (const open of [openRss, openSms, openXmpp]) opened.push(await open(settings));
  } catch (error) {
    await Promise.all(opened.map(({ app }) => app.close()));
    await closeAll();
    throw error;
  }
  const [first, ...others] = opened;
  if (first === undefined) throw new Error("The sandbox has no adapter.");
  return { ...first, others, close: closeAll };
}
