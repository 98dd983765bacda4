import { describe, expect, it } from "vitest";
import { checkLaw, checkLaws, laws, lawsWith } from "@underclaim/contract/golden";
import { present } from "../mapping/present.ts";
import { type Defect, fakeDriver } from "./fake-driver.ts";
import { pigeonGolden } from "./pigeon-golden.ts";

/** Every law with the defects that it must see. */
const BREAKERS: Record<string, readonly Defect[]> = {
  underclaim: ["overclaims", "overclaims_confidence", "overclaims_actor", "hides_acceptance"],
  declared: ["emits_undeclared"],
  correlated: ["hides_correlation"],
  raw_kept: ["forgets_raw"],
  arrival_order: ["believes_the_last", "counts_repeats"],
  late_accepted: ["refuses_late"],
  durable: ["forgets_on_restart"],
  one_effect: ["acts_twice"],
  no_reader_misses: ["skips_between_pages", "repeats_between_pages"],
  nothing_lost: ["swallows_what_it_cannot_read", "loses_replies"],
  tenants_separate: ["shows_strangers"],
  nothing_leaks: ["logs_content"],
};

describe("the laws", () => {
  it("are the twelve of the design, in order, each with a breaker", () => {
    expect(laws.map((law) => law.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(laws.map((law) => law.id)).toEqual(Object.keys(BREAKERS));
  });

  it.each(laws.map((law) => [law.id, law] as const))(
    "%s holds for an honest adapter",
    async (_, law) => {
      expect(await checkLaw(law, pigeonGolden(), fakeDriver())).toEqual({
        law: law.id,
        status: "held",
        violations: [],
      });
    },
  );

  it.each(
    laws.flatMap((law) => (BREAKERS[law.id] ?? []).map((defect) => [law.id, defect, law] as const)),
  )("%s is broken by an adapter that %s", async (_, defect, law) => {
    const result = await checkLaw(law, pigeonGolden(), fakeDriver(defect));
    expect(result.status).toBe("broken");
    const rules = [
      ...new Set(result.violations.map(({ rule }) => rule.replace(/^law\.(\w+).*/, "$1"))),
    ];
    expect(rules).toContain(law.id);
  });

  it.each([
    ["an honest adapter", []],
    ...laws.flatMap(({ id }) => (BREAKERS[id] ?? []).map((defect) => [defect, [defect]] as const)),
  ] as const)("say together what they say one by one, of %s", async (_, defects) => {
    const together = await checkLaws(laws, pigeonGolden(), fakeDriver(...defects));
    const each = await Promise.all(
      laws.map((law) => checkLaw(law, pigeonGolden(), fakeDriver(...defects))),
    );
    expect(together).toEqual(each);
  });

  it("play a golden as it is once for all that do not vary it", async () => {
    const driver = fakeDriver();
    let plays = 0;
    const counting = {
      ...driver,
      reset: (given: Parameters<typeof driver.reset>[0]) => {
        plays += 1;
        return driver.reset(given);
      },
    };
    const still = laws.filter(({ varies }) => varies === undefined);
    expect(still.map(({ number }) => number)).toEqual([1, 2, 3, 4, 11, 12]);
    await checkLaws(still, pigeonGolden(), counting);
    expect(plays).toBe(1);
  });

  it("name the overclaimed dimension and the row", async () => {
    const [underclaim] = laws;
    const { violations } = await checkLaw(
      present(underclaim),
      pigeonGolden(),
      fakeDriver("overclaims"),
    );
    expect(violations).toContainEqual(
      expect.objectContaining({
        rule: "law.underclaim.grade",
        row: "pigeon.landed",
        dimension: "authority_certainty",
        declared: "none",
        claimed: "high",
      }),
    );
  });

  it("say why they were not checked", async () => {
    const nothingArrives = pigeonGolden({ steps: pigeonGolden().steps.slice(0, 1) });
    const results = await Promise.all(
      laws.map((law) => checkLaw(law, nothingArrives, fakeDriver())),
    );
    expect(results.filter(({ status }) => status === "unchecked").map(({ law }) => law)).toEqual([
      "arrival_order",
      "late_accepted",
      "nothing_lost",
    ]);
    expect(
      results.every(({ status, reason }) => (status === "unchecked") === (reason !== undefined)),
    ).toBe(true);
  });

  it("are not checked for a golden that is exempt with a reason", async () => {
    const golden = pigeonGolden({
      exempt_laws: [{ law: "late_accepted", reason: "The case is about the time itself." }],
    });
    const late = laws.find((law) => law.id === "late_accepted");
    expect(await checkLaw(present(late), golden, fakeDriver("refuses_late"))).toMatchObject({
      status: "unchecked",
      reason: "The case is about the time itself.",
    });
  });

  it("draw the same orders from the same seed", async () => {
    const order = async (seed: number) => {
      const driver = fakeDriver();
      const bodies: unknown[] = [];
      const native = driver.native.bind(driver);
      driver.native = (step) => {
        bodies.push(step.body);
        return native(step);
      };
      const arrivals = lawsWith({ seed, rounds: 2 }).find((law) => law.id === "arrival_order");
      await present(arrivals).check(pigeonGolden(), driver);
      return JSON.stringify(bodies);
    };
    expect(await order(5)).toBe(await order(5));
    expect(await order(5)).not.toBe(await order(6));
  });
});
