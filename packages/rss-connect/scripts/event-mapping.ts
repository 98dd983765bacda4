// docs/EventMapping.md: the mapping table as the adapter uses it.
import { CERTAINTY_DIMENSIONS, type EvidenceGrade, type MappingRow } from "@underclaim/contract";
import { rssMapping } from "../src/evidence/mapping.ts";
import { CONSUMER_TYPE, FETCH_CLASSIFICATION } from "../src/native/consumers/classification.ts";
import { FETCH_TYPES, REFUSAL_TYPES } from "../src/native/types.ts";

const HEAD = `# Event mapping

<!-- Generated from src/evidence/mapping.ts and src/native by \`npm run generate\`. Do not edit. -->

What happens to a feed becomes a *native event* of one of the fine types below; the type alone decides what it is evidence of. The running adapter publishes the same tables under \`GET /adapter/mappings\` and \`GET /adapter/native-events\`. Code may only lower a row's grade. Certainties that are not named are \`none\`; authority certainty is \`none\` everywhere.
`;

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
  ];
  return `${code(row.event)} (${marks.join(", ")})`;
}

const mappingRows = Object.entries(rssMapping).flatMap(([type, rows]) =>
  rows.length === 0
    ? [[code(type), "none: kept in the timeline and the assessment", "", "", ""]]
    : rows.map((row) => [
        code(type),
        evidenceText(row),
        gradeText(row.grade),
        `${row.meaning}${row.warning === undefined ? "" : ` ${row.warning}`} *Not:* ${row.doesNotMean.join(" ")}`,
        row.clause.replace("RssAdapterSpecification ", ""),
      ]),
);

const refusalRows = Object.entries(REFUSAL_TYPES).map(([subclass, type]) => [
  code(subclass),
  code(type),
]);

const consumerRows = Object.entries(FETCH_TYPES).map(([classification, type]) => {
  const of = classification as keyof typeof FETCH_TYPES;
  return [
    code(classification),
    code(type),
    code(CONSUMER_TYPE[of]),
    code(FETCH_CLASSIFICATION[of]),
  ];
});

export function eventMapping(): string {
  return [
    HEAD,
    "## Native event → evidence\n",
    table(["Native event", "Evidence", "Grade", "Meaning", "RSS clause"], mappingRows),
    "## Refusal → native event\n\nThe first problem of a refused request decides; all problems are told in the answer. A payload that an enclosure would itself have carried is `item.refused.payload_enclosure`, a field this adapter does not support `item.refused.unsupported`.\n",
    table(["Subclass (§11.2)", "Native event"], refusalRows),
    "## Consumer → native event\n\n§20's classification is mapped totally to §9.4 and §19. There is no `human_reader` among the results: a fetch never shows one. A request answered 304, and a HEAD, is `feed.revalidated` whoever asked.\n",
    table(["Classification (§20)", "Native event", "§9.4", "§19"], consumerRows),
  ].join("\n");
}
