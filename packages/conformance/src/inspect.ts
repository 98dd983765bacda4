import { checkDescriptor, checkGrade, type Violation } from "@underclaim/contract";
import { laws, type GoldenTest, type LawResult } from "@underclaim/contract/golden";
import type { HttpDriver } from "./http-driver.ts";

/** Of the ledger as it stands; the other laws need something to happen. */
const STANDING = ["underclaim", "declared"];

/** Laws need a golden to name; nothing of this one is played. */
const NOTHING: GoldenTest = {
  test_id: "as_it_stands",
  adapter_id: "any",
  scenario: "Nothing is asked of the adapter.",
  clause: { document: "AdapterInterfaceSpecification", section: "5" },
  provenance: "none",
  steps: [],
};

/** What the adapter says of itself must agree with itself, and its ledger with that. */
export async function inspect(driver: HttpDriver): Promise<LawResult[]> {
  const descriptor = await driver.descriptor();
  await driver.health();
  const mappings = await driver.mappings();
  const events = await driver.evidence();
  const ids = events.map((event) => event.evidence_event_id);
  const repeated = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
  const of = (law: string, violations: Violation[]): LawResult => ({
    law,
    status: violations.length === 0 ? "held" : "broken",
    violations,
  });
  const results = [
    of("descriptor", checkDescriptor(descriptor)),
    of(
      "mappings",
      mappings.flatMap((row) => [
        ...checkGrade(
          row.native_status,
          row.normalized_event,
          row.evidence_grade,
          descriptor.evidence_ceiling,
        ),
        ...(descriptor.emitted_event_types.includes(row.normalized_event)
          ? []
          : [
              {
                rule: "mapping.undeclared_event",
                message: `${row.native_status} is mapped to ${row.normalized_event}, which emitted_event_types does not declare.`,
              },
            ]),
      ]),
    ),
    of(
      "no_repeats",
      [...repeated].map((id) => ({
        rule: "events.repeated",
        message: `The ledger shows ${id} more than once.`,
      })),
    ),
  ];
  const base = {
    events,
    assessments: {},
    effects: undefined,
    played: {
      actions: new Map(),
      natives: new Map(),
      responses: new Map(),
      scope: { resolve: async () => undefined },
      subject: undefined,
    },
  };
  for (const law of laws.filter(({ id }) => STANDING.includes(id)))
    results.push(of(law.id, await law.check(NOTHING, driver, base)));
  return results;
}
