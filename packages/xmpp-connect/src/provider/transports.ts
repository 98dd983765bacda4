// From the configuration to transports: the one place that knows every kind of connection.
import type { Clock, Ids, Log, Store } from "@underclaim/runtime";
import type { XmppConfiguration } from "../configuration.ts";
import { archivePositionKey } from "../model/documents.ts";
import { clientTransport } from "./client.ts";
import { componentTransport } from "./component/component.ts";
import type { XmppTransport } from "./port.ts";
import { sandboxTransport } from "./sandbox.ts";

export interface TransportOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly store: Store;
  readonly jidId: (jid: string) => string;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

export function transportOf(
  settings: XmppConfiguration["accounts"][number],
  { clock, ids, log, store, random, jidId }: TransportOptions,
): XmppTransport {
  const id = (): string => ids.next("x");
  // Of two identifiers the random ends: more than 128 bits.
  const randomId = (): string => ids.next("x") + ids.next("").slice(-16);
  switch (settings.kind) {
    case "sandbox":
      return sandboxTransport(settings, { clock, id });
    case "component":
      return componentTransport(settings, { clock, random, randomId, log, store, jidId });
    case "client": {
      const key = archivePositionKey(settings.account);
      return clientTransport(settings, {
        clock,
        random,
        log,
        randomId,
        archivePosition: {
          load: async (): Promise<string | null> =>
            (await store.load(settings.tenant, [{ doc: key }])).doc(key)?.text ?? null,
          save: async (text: string) => {
            await store.commit(settings.tenant, { guards: [], docs: [{ put: key, text }] });
          },
        },
      });
    }
  }
}
