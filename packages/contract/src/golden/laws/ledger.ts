import type { Violation } from "../../evidence/violation.ts";
import { valueAt } from "../captures.ts";
import type { Law } from "./law.ts";
import { lacking, observe } from "./observed.ts";
import { play } from "../play.ts";

/** Law 9. A cursor reader sees every event once, however commits interleave. */
export const noReaderMisses: Law = {
  number: 9,
  id: "no_reader_misses",
  name: "A cursor reader sees every event once.",
  varies: true,
  async check(golden, driver) {
    const violations: Violation[] = [];
    const broken = (message: string) => violations.push({ rule: "law.no_reader_misses", message });
    const ids = async (pageSize?: number) =>
      (await driver.evidence(pageSize)).map((event) => event.evidence_event_id);
    let seen: string[] = [];
    await observe(golden, driver, {
      afterStep: async ({ index }) => {
        const now = await ids();
        if (seen.some((id, at) => now[at] !== id)) {
          broken(`After steps[${index}] the ledger's beginning is not what was read before.`);
        }
        seen = now;
      },
    });
    const whole = await ids();
    if (new Set(whole).size !== whole.length) broken("The ledger gives an event twice.");
    for (const size of [1, 3]) {
      const paged = await ids(size);
      if (paged.join("\n") !== whole.join("\n")) {
        broken(`Read in pages of ${size}, the ledger gives other events than read at once.`);
      }
    }
    return violations;
  },
};

/**
 * Law 10. What cannot be processed is a dead letter; an acknowledged native is never just gone. A
 * golden that delivers the same event again under another text is exempt, and says so.
 */
export const nothingLost: Law = {
  number: 10,
  id: "nothing_lost",
  name: "Nothing lost in silence.",
  unchecked: (golden) =>
    golden.steps.some((step) => "native" in step) ? undefined : "no native event in this golden",
  varies: true,
  async check(golden, driver) {
    const violations: Violation[] = [];
    const recorded = async () =>
      (await driver.adapterEvents()).length + ((await driver.deadLetters?.()) ?? []).length;
    const delivered = new Set<string>();
    let before = 0;
    await play(golden, driver, {
      afterStep: async ({ step, index }, answer) => {
        const now = await recorded();
        if ("native" in step && answer !== undefined && answer.status < 300) {
          const wire = JSON.stringify([step.native.source, step.native.body]);
          if (now <= before && !delivered.has(wire)) {
            const message = `steps[${index}] was acknowledged (${answer.status}) but left no record.`;
            violations.push({ rule: "law.nothing_lost", message });
          }
          delivered.add(wire);
        }
        before = now;
      },
    });
    return violations;
  },
};

/** Law 11. Another tenant's thing is the same 404 as nothing. */
export const tenantsSeparate: Law = {
  number: 11,
  id: "tenants_separate",
  name: "Another tenant's thing is the same 404 as nothing.",
  unchecked: (_, driver) =>
    driver.stranger === undefined ? "the driver has no second tenant" : undefined,
  async check(golden, driver, base) {
    const { events, played } = base ?? (await observe(golden, driver));
    const stranger = await driver.stranger?.();
    if (stranger === undefined) return [];
    const violations: Violation[] = [];
    const broken = (message: string) => violations.push({ rule: "law.tenants_separate", message });
    const mine = events.map((event) => event.evidence_event_id);
    const theirs = (await stranger.evidence()).map((event) => event.evidence_event_id);
    if (lacking(mine, theirs).length < mine.length)
      broken("Another tenant reads this one's events.");
    for (const { answer } of played.actions.values()) {
      const operation = valueAt(answer.body, ["adapter_operation_id"]);
      if (typeof operation !== "string") continue;
      const found = await stranger.operation(operation);
      const nothing = await stranger.operation(`${operation}-that-never-was`);
      const same =
        shape(found.body, operation) === shape(nothing.body, `${operation}-that-never-was`);
      if (found.status !== 404 || nothing.status !== 404 || !same) {
        broken(`Another tenant can tell ${operation} from an operation that never was.`);
      }
    }
    return violations;
  },
};

function shape(body: unknown, id: string): string {
  return (JSON.stringify(body) ?? "").replaceAll(id, "<id>");
}
