import { describe, expect, it } from "vitest";
import { judge, type PlayedGolden, type Question } from "../../scripts/scenarios/judge.ts";
import type { Repository } from "../../scripts/scenarios/read.ts";

const rows = [
  { id: "pigeon/1.1/1", assessment: "success.landed", event: "notification.endpoint.accepted" },
  { id: "pigeon/1.1/2", assessment: "fail.lost or undef.late", event: "none" },
  { id: "owl/1.1/1", assessment: "success.landed", event: "none" },
];

const golden = (over: Partial<PlayedGolden> = {}): PlayedGolden => ({
  test_id: "lands",
  covers: ["pigeon/1.1/1"],
  expectations: '["success.landed","notification.endpoint.accepted"]',
  failures: [],
  ...over,
});

const verdict = (
  goldens: PlayedGolden[],
  repository: Partial<Repository> = {},
  question: Partial<Question> = {},
) =>
  judge({
    repository: {
      rows,
      vocabulary: ["subclass:pigeon/fail.lost"],
      planned: { "owl/*": "no owl yet", "pigeon/1.1/2": "next" },
      notApplicable: {},
      ...repository,
    },
    adapters: ["pigeon"],
    goldens,
    all: false,
    adapter: null,
    ...question,
  });

describe("the verdict on scenarios", () => {
  it("has one line per row, planned ones missing without failing", () => {
    expect(verdict([golden()])).toEqual({
      ok: true,
      faults: [],
      lines: [
        { id: "pigeon/1.1/1", goldens: ["lands"], status: "pass", reason: null },
        { id: "pigeon/1.1/2", goldens: [], status: "missing", reason: "planned: next" },
        { id: "owl/1.1/1", goldens: [], status: "missing", reason: "planned: no owl yet" },
      ],
    });
  });

  it("fails where a row is missing and nothing is planned", () => {
    const { ok, lines } = verdict([golden()], { planned: { "owl/*": "no owl yet" } });
    expect(ok).toBe(false);
    expect(lines[1]).toMatchObject({ status: "missing", reason: "No golden covers it." });
  });

  it("fails where a golden fails, saying which and why", () => {
    const { ok, lines } = verdict([golden({ failures: ["no event"] })]);
    expect(ok).toBe(false);
    expect(lines[0]).toMatchObject({ status: "fail", reason: "lands: no event" });
  });

  it("fails where what is planned passes", () => {
    const { ok, lines } = verdict([golden()], {
      planned: { "owl/*": "", "pigeon/1.1/1": "", "pigeon/1.1/2": "" },
    });
    expect(ok).toBe(false);
    expect(lines[0]?.reason).toContain("take it out");
  });

  it("does not let a golden claim a row whose assessment it does not expect", () => {
    const { ok, faults } = verdict([
      golden({ expectations: '["notification.endpoint.accepted"]' }),
    ]);
    expect(ok).toBe(false);
    expect(faults).toEqual(["lands covers pigeon/1.1/1 but expects no success.landed."]);
  });

  it("wants a golden for each side of an or", () => {
    const lost = golden({
      test_id: "lost",
      covers: ["pigeon/1.1/2"],
      expectations: '["fail.lost"]',
    });
    const planned = { "owl/*": "no owl yet" };
    expect(verdict([golden(), lost], { planned }).lines[1]).toMatchObject({
      status: "fail",
      reason: "No golden that covers it expects undef.late.",
    });
    const late = golden({
      test_id: "late",
      covers: ["pigeon/1.1/2"],
      expectations: '["undef.late"]',
    });
    expect(verdict([golden(), lost, late], { planned }).ok).toBe(true);
  });

  it("keeps what is another adapter's evidence out, and its register honest", () => {
    const notApplicable = { "pigeon/1.1/1": "the roof's evidence" };
    expect(verdict([], { notApplicable }).lines[0]).toMatchObject({ status: "not_applicable" });
    expect(verdict([golden()], { notApplicable }).ok).toBe(false);
  });

  it("asks the vocabularies only when all is asked", () => {
    expect(verdict([golden()], {}, { all: true }).lines.at(-1)).toMatchObject({
      status: "missing",
    });
    const named = golden({ covers: ["pigeon/1.1/1", "subclass:pigeon/fail.lost"] });
    expect(verdict([named]).faults).toEqual([
      "lands covers subclass:pigeon/fail.lost but does not show it.",
    ]);
  });

  it("answers for one adapter", () => {
    expect(verdict([golden()], {}, { adapter: "owl" }).lines.map(({ id }) => id)).toEqual([
      "owl/1.1/1",
    ]);
  });

  it("names ids that do not exist, goldens of one name, and wildcards for an adapter that exists", () => {
    const { faults } = verdict([golden(), golden({ covers: ["pigeon/9/9"] })], {
      planned: { "pigeon/*": "" },
    });
    expect(faults).toHaveLength(3);
  });
});
