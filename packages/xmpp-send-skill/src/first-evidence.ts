import type { Clock } from "@underclaim/runtime";
import type { MessageRecord } from "@underclaim/send-guardrails";
import type { ServiceClient } from "./service/client.ts";
import { evidenceOf, type Evidence } from "./service/evidence.ts";

const LOOK_EVERY_MS = 100;

/** What is known of a message that was just taken on: what the server says at once, if it does within `waitMs`. */
export async function firstEvidence(
  {
    client,
    clock,
    waitMs,
  }: { readonly client: ServiceClient; readonly clock: Clock; readonly waitMs: number },
  { state, reference }: MessageRecord,
): Promise<Evidence | null> {
  if (state !== "accepted" || reference === null) return null;
  const until = clock.now() + waitMs;
  for (;;) {
    const evidence = await evidenceOf(client, reference);
    // The first is the service's own, that it took the message on.
    if ((evidence !== null && evidence.events.length > 1) || clock.now() >= until) return evidence;
    await new Promise<void>((resolve) => {
      clock.wakeAt(Math.min(until, clock.now() + LOOK_EVERY_MS), resolve);
    });
  }
}
