import { until } from "@underclaim/runtime/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { LedgerReader, ofType } from "../support/ledger-reader.ts";
import { beginLife, configurationFile } from "../support/life.ts";
import { caseOf, numberOf, SENDER, sendingFrom, smppAccount } from "../support/messages.ts";
import { openService } from "../support/service.ts";
import { postAll } from "../support/posting.ts";
import { deliveredAt, hexId, receiptOf } from "../support/receipts.ts";
import { openSmsc, replyFields } from "../support/smsc.ts";
import { LAST_LIFE } from "./times.ts";

const COUNT = 40;
const REPLIES = 10;
const numbers = Array.from({ length: COUNT }, (_, n) => n);
const replyOf = (n: number) =>
  replyFields("Thank you", {
    source_addr: numberOf(n).slice(1),
    destination_addr: SENDER.slice(1),
  });

/** Where the process dies while it takes in what the SMSC delivers, and how many of it are stored by then at least. */
const POINTS = [
  ["ingest.decided:25", 0],
  // Durable, but the SMSC has not been told: deliver_sm_resp is written after it.
  ["ingest.committed:25", 25],
  ["ingest.committed:45", 45],
] as const;

describe.for(POINTS)("killed while receipts and replies arrive, at %s", ([killAt, stored]) => {
  test(
    "the SMSC delivers again what was not answered, and each counts once",
    { timeout: 60_000 },
    async () => {
      const smsc = await openSmsc({ id: hexId, redeliver: true });
      onTestFinished(() => smsc.close());
      const configuration = configurationFile(sendingFrom(smppAccount(smsc.port)));

      const life = await beginLife(configuration, killAt);
      await postAll(life.url, COUNT);
      await new LedgerReader().follow(
        life.url,
        (events) => ofType(events, "notification.attempt.accepted_by_provider").length === COUNT,
      );
      const statuses = await Promise.all([
        ...smsc.ledger.map((message) => smsc.deliver(receiptOf(message))),
        ...numbers.slice(0, REPLIES).map((n) => smsc.deliver(replyOf(n))),
      ]);
      expect(await life.ended).toBe("SIGKILL");
      const answered = statuses.filter((status) => status === 0).length;

      await using last = await openService(configuration, LAST_LIFE);
      await until(() => smsc.heard.filter(isAnswer).length === COUNT + REPLIES);
      const { natives } = last.service.runtime.counters();
      expect(natives.duplicate).toBeGreaterThanOrEqual(stored - answered);
      expect(natives.duplicate + natives.ingested).toBe(COUNT + REPLIES - answered);

      const events = await last.events();
      const told = (type: string) =>
        ofType(events, type).map(
          ({ coordination_case_id, occurred_at }) =>
            `${coordination_case_id} at ${occurred_at ?? "a time not stated"}`,
        );
      expect(told("notification.endpoint.accepted").toSorted()).toEqual(
        numbers.map((n) => `${caseOf(n)} at ${deliveredAt(n)}`).toSorted(),
      );
      expect(told("interaction.reply_received").toSorted()).toEqual(
        numbers
          .slice(0, REPLIES)
          .map((n) => `${caseOf(n)} at a time not stated`)
          .toSorted(),
      );
    },
  );
});

const isAnswer = (pdu: { readonly command: string; readonly command_status: number }): boolean =>
  pdu.command === "deliver_sm_resp" && pdu.command_status === 0;
