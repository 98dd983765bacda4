// An account on an XMPP server as a client (RFC 6120): one session at a time, taken up again or begun anew for as long as it
// runs. What a session does is in session/.
import type { Clock, Log, ProviderSink } from "@underclaim/runtime";
import type { ClientSettings } from "../configuration.ts";
import { readJid } from "../model/jid.ts";
import type { Submitted, XmppTransport } from "./port.ts";
import { Account } from "./session/account.ts";
import type { ArchivePositionStore } from "./session/archive.ts";
import type { SrvLookup } from "./session/targets.ts";

export interface ClientTransportOptions {
  readonly clock: Clock;
  /** From 0 up to, not including, 1: spreads reconnections. */
  readonly random: () => number;
  /** 128 bits and more, without commas: ids of questions, nonces, resources. */
  readonly randomId: () => string;
  readonly archivePosition: ArchivePositionStore;
  readonly log: Log;
  /** Default: the system's DNS. */
  readonly srv?: SrvLookup;
}

/** @throws Error where the configured JID is none; `checkXmpp` says so before */
export function clientTransport(
  settings: ClientSettings,
  options: ClientTransportOptions,
): XmppTransport {
  const read = readJid(settings.jid);
  if (!read.ok) throw new Error(`The account ${settings.account} has no JID. ${read.message}`);
  const account = new Account(settings, read.jid, options);
  return {
    account: settings.account,
    kind: settings.kind,
    environment: "production",
    features: () => account.features(),
    roster: () => account.roster(),
    rooms: () => account.rooms(),
    publish: (publication, signal) => account.publish(publication, signal),
    findItem: (publication) => account.findItem(publication),
    health: () => account.health(),
    channel: () => account.channel(),
    start: async (sink: ProviderSink) => account.start(sink),
    stop: () => account.stop(),
    submit: (submission, signal) => account.submit(submission, signal),
    async lookup({ to, stanzaId, since }): Promise<Submitted | null> {
      const archiveId = await account.find({ to, stanzaId, since });
      if (archiveId === null) return null;
      return { kind: "accepted", by: "archived", archiveId, ...account.recipient(to) };
    },
  };
}
