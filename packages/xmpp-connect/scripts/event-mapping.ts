// docs/EventMapping.md: the mapping table as the adapter uses it.
import { CERTAINTY_DIMENSIONS, type EvidenceGrade, type MappingRow } from "@underclaim/contract";
import { subclassOfBounce } from "../src/evidence/assess/bounces.ts";
import { xmppMapping } from "../src/evidence/mapping.ts";
import { STATES } from "../src/evidence/states.ts";
import { REFUSALS } from "../src/native/refusals.ts";
import type { XmppNative } from "../src/native/types.ts";

const HEAD = `# Event mapping

<!-- Generated from src/evidence and src/native by \`npm run generate\`. Do not edit. -->

Whatever happens to a message becomes a *native event* of one of the fine types below; the type alone decides what it is evidence of. The running adapter publishes the same tables under \`GET /adapter/mappings\` and \`GET /adapter/native-events\`. Code may only lower a row's grade. Certainties that are not named are \`none\`.
`;

const PARTS = [
  ["What the adapter itself did", /^(message|operator|tracking)\./],
  [
    "What the own server said, and what was known of the recipient",
    /^(server|recipient|offline|routing)\./,
  ],
  ["What came back as undeliverable", /^error\./],
  ["What the recipient's clients said", /^(receipt|marker|chat_state)\./],
  ["What came back", /^inbound\./],
  ["What rooms say", /^room\./],
  ["What PubSub says", /^pubsub\./],
  ["Presence, roster and the endpoint's standing", /^(presence|roster|subscription|endpoint)\./],
  ["The channel", /^stream\./],
] as const;

const types = Object.keys(xmppMapping) as XmppNative[];

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

const rowsOf = (type: XmppNative): string[][] =>
  xmppMapping[type].length === 0
    ? [[code(type), "none: kept in the timeline and the assessment", "", "", ""]]
    : xmppMapping[type].map((row) => [
        code(type),
        evidenceText(row),
        gradeText(row.grade),
        `${row.meaning}${row.warning === undefined ? "" : ` ${row.warning}`} *Not:* ${notMeant(row)}.`,
        row.clause.replaceAll("XmppAdapterSpecification ", ""),
      ]);

const HEADINGS = ["Native event", "Evidence", "Grade", "Meaning", "XMPP clause"];

const mappingPart = ([title, pattern]: (typeof PARTS)[number]): string[] => [
  `### ${title}\n`,
  table(HEADINGS, types.filter((type) => pattern.test(type)).flatMap(rowsOf)),
];

const refusalRows = Object.entries(REFUSALS).map(([name, subclass]) => [
  code(`message.refused.${name}`),
  code(subclass),
]);

const bounceRows = types
  .filter((type) => type.startsWith("error."))
  .map((type) => [code(type), code(subclassOfBounce(type))]);

const stateRows = [...Map.groupBy(Object.keys(STATES), (type) => STATES[type as XmppNative])].map(
  ([state, native]) => [code(state), native.map(code).join(", ")],
);

export function eventMapping(): string {
  return [
    HEAD,
    "## Native event → evidence\n",
    ...PARTS.flatMap(mappingPart),
    "## Refusal → assessment\n",
    table(["Native event", "Channel assessment"], refusalRows),
    "## Stanza error (§24) → assessment\n\nThe conditions of RFC 6120 §8.3.3, and three that say more. One of the type `wait` for a condition that by itself would last is `error.temporary`. A `service-unavailable` that is not of the type `wait`, for a recipient who was known to be away, is `fail.delivery_failed`: it was not stored.\n",
    table(["Native event", "Channel assessment"], bounceRows),
    "## Attempt state (§10) ← native events\n\nThe state is that of the event which decides the channel's assessment. §10 has no word for an attempt that was withdrawn: it is the refusal of whoever will not send it. `rendered` is never shown, since a message is rendered and taken on in one commit.\n",
    table(["State", "Native events"], stateRows),
  ].join("\n");
}
