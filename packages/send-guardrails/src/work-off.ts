import { expire, release } from "./approvals.ts";
import { expired } from "./check.ts";
import type { Guards } from "./guards.ts";

/** What a server does from time to time: sends what was approved meanwhile, wherever, and ends what has expired. */
export async function workOff(guards: Guards): Promise<void> {
  const now = guards.quotas.now();
  for (const message of guards.messages.list(["pending"]))
    if (expired(message, now)) expire(guards, message);
  for (const { id } of guards.messages.list(["approved"])) await release(guards, id);
}
