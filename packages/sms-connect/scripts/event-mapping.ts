// docs/EventMapping.md: the mapping table as the adapter uses it.
import { CERTAINTY_DIMENSIONS, type EvidenceGrade, type MappingRow } from "@underclaim/contract";
import { smsMapping } from "../src/evidence/mapping.ts";
import { STATES } from "../src/evidence/states.ts";
import { RECEIPTS } from "../src/native/receipt-classes.ts";
import { SEGMENT_STATES } from "../src/native/refine.ts";
import { REFUSALS } from "../src/native/refusals.ts";
import { REJECTIONS } from "../src/native/rejections.ts";
import type { SmsNative } from "../src/native/types.ts";

const HEAD = `# Event mapping

<!-- Generated from src/evidence and src/native by \`npm run generate\`. Do not edit. -->

Whatever happens to a message becomes a *native event* of one of the fine types below; the type alone decides what it is evidence of. The running adapter publishes the same tables under \`GET /adapter/mappings\` and \`GET /adapter/native-events\`. Code may only lower a row's grade. Certainties that are not named are \`none\`.
`;

const PARTS = [
  ["What the adapter itself did", /^(message|operator|tracking)\./],
  ["What the provider answered", /^(submission|cancellation)\./],
  ["What became of it: receipts", /^receipt\./],
  ["What became of a part of it", /^segment\./],
  ["What came back", /^inbound\./],
  ["The endpoint's standing", /^endpoint\./],
  ["Links that this service redirects", /^link\./],
  ["The channel", /^(report|provider)\./],
] as const;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");

const code = (text: string): string => `\`${text}\``;

function gradeText(grade: EvidenceGrade): string {
  const named = CERTAINTY_DIMENSIONS.filter((dimension) => grade[dimension] !== "none").map(
    (dimension) =>
      `${dimension.replace(/_(certainty|strength)$/, "").replaceAll("_", "-")} ${grade[dimension]}`,
  );
  return [`**${grade.strength}**`, ...named].join(", ");
}

function evidenceText(row: MappingRow): string {
  const marks = [
    `confidence ${row.confidence}`,
    ...(row.ambiguous === true ? ["ambiguous"] : []),
    ...(row.terminal ? ["terminal"] : []),
    ...(row.acceptance === undefined
      ? []
      : [`${row.acceptance.acceptance_level} level, ${row.acceptance.finality}`]),
  ];
  return `${code(row.event)} (${marks.join(", ")})`;
}

const notMeant = (row: MappingRow): string =>
  [...new Set([...(row.acceptance?.does_not_mean ?? []), ...row.doesNotMean])].join("; ");

const rowsOf = (type: string, rows: readonly MappingRow[]): string[][] =>
  rows.length === 0
    ? [[code(type), "none: kept in the timeline and the assessment", "", "", ""]]
    : rows.map((row) => [
        code(type),
        evidenceText(row),
        gradeText(row.grade),
        `${row.meaning}${row.warning === undefined ? "" : ` ${row.warning}`} *Not:* ${notMeant(row)}.`,
        row.clause.replaceAll("SmsAdapterSpecification ", ""),
      ]);

const HEADINGS = ["Native event", "Evidence", "Grade", "Meaning", "SMS clause"];

const mappingPart = ([title, types]: (typeof PARTS)[number]): string[] => [
  `### ${title}\n`,
  table(
    HEADINGS,
    Object.entries(smsMapping)
      .filter(([type]) => types.test(type))
      .flatMap(([type, rows]) => rowsOf(type, rows)),
  ),
];

const assessed = (prefix: string, entries: Readonly<Record<string, string>>): string[][] =>
  Object.entries(entries).map(([name, subclass]) => [code(`${prefix}${name}`), code(subclass)]);

const receiptRows = Object.entries(RECEIPTS).map(([name, { dlr, assessment, final }]) => [
  code(`receipt.${name}`),
  code(dlr),
  code(assessment),
  final ? "final" : "open",
  code(`segment.${SEGMENT_STATES[name as keyof typeof RECEIPTS]}`),
]);

const stateRows = [...Map.groupBy(Object.keys(STATES), (type) => STATES[type as SmsNative])].map(
  ([state, types]) => [code(state), types.map(code).join(", ")],
);

export function eventMapping(): string {
  return [
    HEAD,
    "## Native event → evidence\n",
    ...PARTS.flatMap(mappingPart),
    "## Receipt class → §19, assessment, part\n\nEvery provider's own words are mapped to these classes (see ProviderModel). The class alone decides; where the provider itself says that a failure is not final, it counts as held. The last column is what the class says where the provider names the parts of a message one by one.\n",
    table(["Class", "§19", "Channel assessment", "Finality", "Of a part"], receiptRows),
    "## Refusal → assessment\n",
    table(["Native event", "Channel assessment"], assessed("message.refused.", REFUSALS)),
    "## Rejection → assessment\n",
    table(["Native event", "Channel assessment"], assessed("submission.rejected.", REJECTIONS)),
    "## Attempt state (§9) ← native events\n\n§9 has no word for an attempt that was withdrawn: it is the refusal of whoever will not send it. `rendered` is never shown, since a message is rendered and taken on in one commit.\n",
    table(["State", "Native events"], stateRows),
  ].join("\n");
}
