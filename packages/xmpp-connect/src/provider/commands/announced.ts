// What a JID's clients announce (XEP-0030). A small port of its own: capabilities that are remembered can stand behind it.
import type { Clock } from "@underclaim/runtime";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, xml } from "../../model/xml.ts";
import type { Iqs } from "../session/iq.ts";

/** A prompt waits no longer for it than this: text is always right. */
const PATIENCE_MS = 2_000;
const MOST_CLIENTS = 4;

/** @param clients full JIDs. @returns the features that any of them announces in time; none where nothing is known */
export async function announcedBy(
  iqs: Iqs,
  clock: Clock,
  clients: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (clients.length === 0) return found;
  const asked = Promise.all(
    clients.slice(0, MOST_CLIENTS).map(async (client) => {
      const answer = await iqs.ask("get", client, xml("query", { xmlns: NS.info }));
      const query = answer.ok ? child(answer.iq, "query", NS.info) : null;
      for (const { name, attributes } of query === null ? [] : childrenOf(query))
        if (name === "feature") found.add(attributes["var"] ?? "");
    }),
  );
  await new Promise<void>((resolve) => {
    const cancel = clock.wakeAt(clock.now() + PATIENCE_MS, resolve);
    void asked.then(() => {
      cancel();
      resolve();
    });
  });
  return new Set(found);
}
