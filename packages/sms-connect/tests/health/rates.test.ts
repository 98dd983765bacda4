import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createChannelRates, type ChannelRatesOptions } from "../../src/health/rates.ts";
import type { SmsNative } from "../../src/native/types.ts";
import { event, HOUR, NOW, record, taken, type Told } from "./samples.ts";

function view(over: Partial<ChannelRatesOptions> = {}) {
  let now = NOW;
  const rates = createChannelRates({ clock: { now: () => now }, ...over });
  return {
    rates,
    at: (then: number) => (now = then),
    note: (...told: readonly Told[]) =>
      rates.note("default", { natives: told.map((each) => record(each)) }),
    channels: (tenant = "default") => rates.channels(tenant),
    counts: () => rates.channels("default")[0]?.counts,
  };
}

const receipt = (type: SmsNative, subject: string, over: Partial<Told> = {}): Told => ({
  type,
  subject,
  data: { provider: "a1" },
  ...over,
});

describe("a message", () => {
  test("counts for its sender, account and country, once, whatever is told of it", () => {
    const { note, channels } = view();
    note(taken("sms_1"));
    expect(channels()).toEqual([]);
    note(receipt("submission.accepted", "sms_1"));
    note(receipt("receipt.carrier_accepted", "sms_1"));
    note(receipt("receipt.delivered", "sms_1"));
    note(receipt("receipt.delivered", "sms_1", { id: "again" }));
    expect(channels()).toEqual([
      {
        sender: "main",
        account: "a1",
        country: "DE",
        counts: { submitted: 1, delivered: 1, failed: 0, filtered: 0, unknown: 0, opt_outs: 0 },
      },
    ]);
  });

  test("that is filtered has failed, too", () => {
    const { note, counts } = view();
    note(taken("sms_1"), receipt("receipt.filtered", "sms_1"));
    expect(counts()).toMatchObject({ failed: 1, filtered: 1, delivered: 0 });
  });

  test("that nobody told of is unknown, until somebody does", () => {
    const { note, counts } = view();
    note(taken("sms_1"), receipt("receipt.overdue", "sms_1"));
    expect(counts()).toMatchObject({ unknown: 1, delivered: 0 });
    note(receipt("receipt.delivered", "sms_1"));
    expect(counts()).toMatchObject({ unknown: 0, delivered: 1, submitted: 1 });
  });

  test("counts for the account that really carried it", () => {
    const { note, channels } = view();
    note(taken("sms_1"), receipt("submission.accepted", "sms_1", { data: { provider: "a2" } }));
    expect(channels()).toMatchObject([{ account: "a2", counts: { submitted: 1 } }]);
  });

  test("of another tenant does not show, though its id is the same", () => {
    const { rates, note, channels } = view();
    note(taken("sms_1"), receipt("receipt.delivered", "sms_1"));
    rates.note("other", {
      natives: [record(taken("sms_1")), record(receipt("receipt.failed", "sms_1"))],
    });
    expect(channels("default")[0]?.counts).toMatchObject({ delivered: 1, failed: 0 });
    expect(channels("other")[0]?.counts).toMatchObject({ delivered: 0, failed: 1 });
    expect(channels("third")).toEqual([]);
  });

  test("falls out of the window with its hour", () => {
    const { note, at, channels } = view({ windowHours: 2 });
    note(taken("sms_1"), receipt("receipt.delivered", "sms_1"));
    at(NOW + HOUR);
    expect(channels()).toHaveLength(1);
    at(NOW + 2 * HOUR);
    expect(channels()).toEqual([]);
    note(receipt("receipt.failed", "sms_1", { at: NOW + 2 * HOUR }));
    expect(channels()).toEqual([]);
  });

  test("that waits to be correlated is not counted yet", () => {
    const { rates, note, channels } = view();
    note(taken("sms_1"));
    const parked = {
      ...record(receipt("receipt.delivered", "sms_1")),
      parked: { refs: [], dueAt: 0 },
    };
    rates.note("default", { natives: [parked] });
    expect(channels()).toEqual([]);
  });
});

describe("an opt-out", () => {
  const stop = (subject: string, over: Partial<Told> = {}): Told => ({
    type: "inbound.opt_out",
    subject,
    data: { provider: "a1", sender: "num_main" },
    ...over,
  });

  test("counts for the channel of the message it answers, once", () => {
    const { note, counts } = view();
    note(taken("sms_1"), receipt("receipt.delivered", "sms_1"), stop("sms_1"), stop("sms_1"));
    expect(counts()).toMatchObject({ submitted: 1, delivered: 1, opt_outs: 1 });
  });

  test("that answers no known message counts for our sender", () => {
    const { note, channels } = view({ senders: new Map([["num_main", "main"]]) });
    note(stop("un_1"));
    expect(channels()).toMatchObject([
      { sender: "main", account: "a1", country: null, counts: { opt_outs: 1 } },
    ]);
  });
});

const TYPES = [
  "submission.accepted",
  "submission.rejected.filtered",
  "message.unknown",
  "receipt.delivered",
  "receipt.failed",
  "receipt.filtered",
  "receipt.overdue",
  "receipt.buffered",
  "inbound.opt_out",
] as const satisfies readonly SmsNative[];

const history = fc.array(
  fc.record({ type: fc.constantFrom(...TYPES), message: fc.nat({ max: 5 }) }),
  { maxLength: 40 },
);
const SUBJECTS = Array.from({ length: 6 }, (_, n) => `sms_${n}`);

test("the order and repetition of reports do not matter", () => {
  fc.assert(
    fc.property(
      history.chain((told) =>
        fc.tuple(
          fc.constant(told),
          fc.shuffledSubarray([...told, ...told], { minLength: 2 * told.length }),
        ),
      ),
      ([told, shuffled]) => {
        const seen = [told, shuffled].map((each) => {
          const { note, channels } = view();
          note(...SUBJECTS.map((subject) => taken(subject)));
          note(...each.map(({ type, message }) => receipt(type, `sms_${message}`)));
          return channels();
        });
        expect(seen[1]).toEqual(seen[0]);
      },
    ),
    { seed: 26, numRuns: 200 },
  );
});

test("no message is in more than one of delivered, failed and unknown", () => {
  fc.assert(
    fc.property(history, (told) => {
      const { note, counts } = view();
      note(...SUBJECTS.map((subject) => taken(subject)));
      note(...told.map(({ type, message }) => receipt(type, `sms_${message}`)));
      const total = counts();
      if (total === undefined) return;
      expect(Math.min(...(Object.values(total) as number[]))).toBeGreaterThanOrEqual(0);
      expect(total.delivered + total.failed + total.unknown).toBeLessThanOrEqual(total.submitted);
      expect(total.filtered).toBeLessThanOrEqual(total.failed);
      expect(total.submitted).toBeLessThanOrEqual(SUBJECTS.length);
    }),
    { seed: 27, numRuns: 200 },
  );
});

describe("a view in bounded memory", () => {
  test("forgets the oldest messages, and what it has counted stays counted", () => {
    const { note, counts } = view({ mostMessages: 2 });
    for (const n of [1, 2, 3]) note(taken(`sms_${n}`), receipt("submission.accepted", `sms_${n}`));
    note(receipt("receipt.delivered", "sms_1"), receipt("receipt.delivered", "sms_3"));
    expect(counts()).toMatchObject({ submitted: 3, delivered: 1 });
  });

  test("forgets the channel that was not spoken of for longest, and never counts below nothing", () => {
    const { note, channels } = view({ mostChannels: 2 });
    for (const country of ["DE", "FR", "PL"]) {
      note(taken(`sms_${country}`, { country }), receipt("submission.accepted", `sms_${country}`));
    }
    expect(channels().map(({ country }) => country)).toEqual(["FR", "PL"]);
    note(receipt("receipt.delivered", "sms_DE"));
    for (const { counts } of channels())
      expect(Math.min(...(Object.values(counts) as number[]))).toBeGreaterThanOrEqual(0);
  });
});

describe("after a start", () => {
  const told = [
    taken("sms_1"),
    receipt("submission.accepted", "sms_1"),
    receipt("receipt.delivered", "sms_1"),
    taken("sms_2", { country: "FR" }),
    receipt("receipt.filtered", "sms_2"),
    receipt("inbound.opt_out", "sms_1"),
  ];
  const ledger = (events: readonly Told[], asked: number[] = []) => ({
    head: async () => events.length,
    page: async (_tenant: string, after: number, limit: number) => {
      asked.push(after);
      const page = events.slice(after, after + limit);
      return {
        text: JSON.stringify(page.map((each) => event(each))),
        count: page.length,
        next: after + page.length,
      };
    },
  });

  test("the ledger gives the same view as the commits did", async () => {
    const live = view();
    live.note(...told);
    const again = view();
    await again.rates.rebuild("default", ledger(told));
    expect(again.channels()).toEqual(live.channels());
    expect(again.channels()).toHaveLength(2);
  });

  test("what the ledger told and the commits tell again counts once", async () => {
    const { rates, note, channels } = view();
    await rates.rebuild("default", ledger(told));
    const before = channels();
    note(...told);
    expect(channels()).toHaveLength(before.length);
    expect(channels()).toEqual(expect.arrayContaining([...before]));
  });

  test("only its newest events are read, a page at a time", async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => taken(`sms_${n}`));
    const asked: number[] = [];
    const { rates } = view({ newest: 2_200 });
    await rates.rebuild("default", ledger(many, asked));
    expect(asked).toEqual([300, 1_300, 2_300]);
  });
});
