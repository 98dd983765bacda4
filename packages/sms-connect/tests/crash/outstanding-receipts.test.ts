import type { EvidenceEvent } from "@underclaim/contract";
import { until } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { LedgerReader, ofType } from "../support/ledger-reader.ts";
import { beginLife, configurationFile } from "../support/life.ts";
import { bodyOf, caseOf, sendingFrom, smppAccount } from "../support/messages.ts";
import { postAll } from "../support/posting.ts";
import { deliveredAt, hexId, receiptOf } from "../support/receipts.ts";
import { shuffled } from "../support/shuffled.ts";
import { openSmsc } from "../support/smsc.ts";

const COUNT = 500;
const numbers = Array.from({ length: COUNT }, (_, n) => n);
/** Others are the adapter's own: of its channels, of what it cannot place. */
const isOfACase = ({ coordination_case_id }: EvidenceEvent): boolean =>
  coordination_case_id.startsWith("case-");

test(
  "kill -9 with 500 messages accepted and their receipts outstanding: after the restart every receipt finds its message, every repeat its answer, and nothing is submitted twice",
  { timeout: 60_000 },
  async () => {
    const smsc = await openSmsc({ id: hexId });
    onTestFinished(() => smsc.close());
    const configuration = configurationFile(sendingFrom(smppAccount(smsc.port)));
    const reader = new LedgerReader();

    const first = await beginLife(configuration);
    const answers = await postAll(first.url, COUNT);
    expect([...answers.values()].filter(({ status }) => status !== 202)).toEqual([]);
    await reader.follow(
      first.url,
      (events) => ofType(events, "notification.attempt.accepted_by_provider").length === COUNT,
    );
    first.kill();
    expect(await first.ended).toBe("SIGKILL");

    const second = await beginLife(configuration);
    for (const [n, again] of await postAll(second.url, COUNT))
      expect(again).toEqual({ status: 200, text: answers.get(n)?.text, replayed: true });

    await until(() => smsc.sessions.length === 1);
    const released = shuffled(smsc.ledger, 9).map((message) => smsc.deliver(receiptOf(message)));
    expect(new Set(await Promise.all(released))).toEqual(new Set([0]));
    await reader.follow(
      second.url,
      (events) => ofType(events, "notification.endpoint.accepted").length >= COUNT,
    );

    const arrivals = ofType(reader.events, "notification.endpoint.accepted");
    const found = arrivals.map(
      ({ coordination_case_id, occurred_at }) => `${coordination_case_id} at ${occurred_at}`,
    );
    expect(found.toSorted()).toEqual(
      numbers.map((n) => `${caseOf(n)} at ${deliveredAt(n)}`).toSorted(),
    );
    expect(reader.events.filter(isOfACase)).toHaveLength(3 * COUNT);
    expect(smsc.submits).toHaveLength(COUNT);
    expect(smsc.ledger.map(({ text }) => text).toSorted()).toEqual(numbers.map(bodyOf).toSorted());
  },
);
