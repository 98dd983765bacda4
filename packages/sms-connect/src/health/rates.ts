// Counts of each channel over the last hours (SmsAdapterSpecification §26): a view in bounded memory.
import type { EvidenceEvent } from "@underclaim/contract";
import type { AdapterRuntime, Changes, Clock, TenantId } from "@underclaim/runtime";
import { factOfEvent, factOfNative, type Channel, type ChannelFact } from "./facts.ts";
import { worse, type Outcome } from "./outcomes.ts";
import { HourlyCounts, hourOf, type Counts } from "./window.ts";

export interface CountedChannel extends Channel {
  readonly counts: Counts;
}

/**
 * Fed by commits, and by nothing else: it is no evidence and decides nothing. It is empty after a start until `rebuild` has
 * read the newest part of the ledger again; what was forgotten for want of room is forgotten for good.
 */
export interface ChannelRates {
  /** The runtime's `onCommitted`. */
  note(tenant: TenantId, changes: Pick<Changes, "natives">): void;
  /** Reads the ledger's newest events. Call it before the runtime starts. */
  rebuild(tenant: TenantId, ledger: Ledger): Promise<void>;
  /** Channels with anything in the window, in no order. */
  channels(tenant: TenantId): readonly CountedChannel[];
}

interface Ledger {
  readonly page: AdapterRuntime["page"];
  readonly head: () => Promise<number>;
}

export interface ChannelRatesOptions {
  readonly clock: Pick<Clock, "now">;
  /** Pseudonym of a sender's value → its sender identity: whom an opt-out was told that names no message. */
  readonly senders?: ReadonlyMap<string, string>;
  readonly windowHours?: number;
  /** Events that `rebuild` reads, at most. */
  readonly newest?: number;
  readonly mostMessages?: number;
  readonly mostChannels?: number;
}

interface CountedMessage {
  readonly channel: string;
  readonly hour: number;
  readonly outcome: Outcome;
}

const PAGE = 1_000;

export function createChannelRates({
  clock,
  senders = new Map(),
  windowHours = 24,
  newest = 20_000,
  mostMessages = 50_000,
  mostChannels = 2_000,
}: ChannelRatesOptions): ChannelRates {
  const channels = new Map<string, HourlyCounts>();
  /** By tenant and subject, oldest first. */
  const messages = new Map<string, CountedMessage>();
  /** Opt-outs that were counted, oldest first. */
  const optOuts = new Map<string, true>();

  const firstHour = (): number => hourOf(clock.now()) - windowHours + 1;

  const countsOf = (channel: string): HourlyCounts => {
    const counts = channels.get(channel) ?? new HourlyCounts();
    // Put last: the channel that was not spoken of for longest goes first.
    channels.delete(channel);
    bounded(channels, mostChannels).set(channel, counts);
    return counts;
  };
  const move = (name: string, next: CountedMessage): void => {
    const before = messages.get(name);
    // A channel that was forgotten has nothing to take away from.
    if (before !== undefined)
      channels.get(before.channel)?.message(before.hour, before.outcome, -1);
    countsOf(next.channel).message(next.hour, next.outcome, 1);
    if (before === undefined) bounded(messages, mostMessages);
    messages.set(name, next);
  };

  function apply(tenant: TenantId, fact: ChannelFact): void {
    if (hourOf(fact.at) < firstHour()) return;
    const names = fact.subjects.map((subject) => JSON.stringify([tenant, subject]));
    const { channel, outcome } = fact;
    if (channel !== null && outcome !== null) {
      const [name] = names;
      if (name !== undefined && !messages.has(name))
        move(name, { channel: keyOf(tenant, channel), hour: hourOf(fact.at), outcome });
      return;
    }
    const known = names.find((name) => messages.has(name));
    const message = known === undefined ? undefined : messages.get(known);
    if (fact.optOut) {
      noteOptOut(tenant, fact, message?.channel ?? null);
      return;
    }
    if (known === undefined || message === undefined || outcome === null) return;
    move(known, {
      ...message,
      outcome: worse(message.outcome, outcome),
      channel: fact.account === null ? message.channel : through(message.channel, fact.account),
    });
  }

  function noteOptOut(tenant: TenantId, fact: ChannelFact, channel: string | null): void {
    if (optOuts.has(fact.id)) return;
    const sender = fact.sender === null ? undefined : senders.get(fact.sender);
    const where =
      channel ??
      (sender === undefined
        ? null
        : keyOf(tenant, { sender, account: fact.account, country: null }));
    if (where === null) return;
    bounded(optOuts, mostMessages).set(fact.id, true);
    countsOf(where).optOut(hourOf(fact.at));
  }

  return {
    note(tenant, { natives = [] }) {
      for (const native of natives) {
        const fact = factOfNative(native);
        if (fact !== null) apply(tenant, fact);
      }
    },
    async rebuild(tenant, { page, head }) {
      let after = Math.max(0, (await head()) - newest);
      for (;;) {
        const { text, count, next } = await page(tenant, after, PAGE);
        for (const event of JSON.parse(text) as EvidenceEvent[]) {
          const fact = factOfEvent(event);
          if (fact !== null) apply(tenant, fact);
        }
        if (count < PAGE) return;
        after = next;
      }
    },
    channels(tenant) {
      const first = firstHour();
      return [...channels].flatMap(([key, hours]): CountedChannel[] => {
        const [of, sender, account, country] = JSON.parse(key) as ChannelKey;
        if (of !== tenant) return [];
        const counts = hours.since(first);
        return counts.submitted === 0 && counts.opt_outs === 0
          ? []
          : [{ sender, account, country, counts }];
      });
    },
  };
}

type ChannelKey = [
  tenant: TenantId,
  sender: string,
  account: string | null,
  country: string | null,
];

const keyOf = (tenant: TenantId, { sender, account, country }: Channel): string =>
  JSON.stringify([tenant, sender, account, country] satisfies ChannelKey);

/** The same channel, through the account that really carried the message. */
function through(channel: string, account: string): string {
  const [tenant, sender, , country] = JSON.parse(channel) as ChannelKey;
  return keyOf(tenant, { sender, account, country });
}

/** The map with room for one more. */
function bounded<V>(map: Map<string, V>, most: number): Map<string, V> {
  const [oldest] = map.keys();
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  return map;
}
