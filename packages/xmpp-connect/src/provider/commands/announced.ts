// Whether any of a JID's clients has commands (XEP-0030, XEP-0050): by what the session knows already, else by asking.
import type { Clock } from "@underclaim/runtime";
import { announcesCommands } from "../../model/capabilities.ts";
import { NS } from "../../model/namespaces.ts";
import { child, xml } from "../../model/xml.ts";
import type { ClientCapabilities } from "../session/capabilities.ts";
import type { Iqs } from "../session/iq.ts";

/** A prompt waits no longer for it than this: text is always right. */
const PATIENCE_MS = 2_000;
const MOST_CLIENTS = 4;

export interface CommandsKnown {
  readonly iqs: Pick<Iqs, "ask">;
  readonly clock: Clock;
  readonly known: Pick<ClientCapabilities, "hasCommands">;
}

/** @param clients full JIDs. @returns true as soon as one says so; false where none does in time */
export function anyHasCommands(
  { iqs, clock, known }: CommandsKnown,
  clients: readonly string[],
): Promise<boolean> {
  const ask = async (client: string): Promise<boolean> => {
    const answer = await iqs.ask("get", client, xml("query", { xmlns: NS.info }));
    const query = answer.ok ? child(answer.iq, "query", NS.info) : null;
    return query !== null && announcesCommands(query);
  };
  return new Promise((resolve) => {
    const cancel = clock.wakeAt(clock.now() + PATIENCE_MS, () => resolve(false));
    const settle = (has: boolean): void => {
      cancel();
      resolve(has);
    };
    const each = clients.slice(0, MOST_CLIENTS).map(async (client) => {
      const has = (await known.hasCommands(client)) ?? (await ask(client));
      if (has) settle(true);
    });
    void Promise.all(each).then(() => settle(false));
  });
}
