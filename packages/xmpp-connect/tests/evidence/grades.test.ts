import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EvidenceGrade } from "@underclaim/contract";
import { expect, test } from "vitest";
import * as grades from "../../src/evidence/grades.ts";
import { xmppMapping } from "../../src/evidence/mapping.ts";
import type { XmppNative } from "../../src/native/types.ts";

/** The document's blocks, as the contract's tests keep them: sections of `key: value` lines and lists of notes. */
const DOCUMENT = readFileSync(
  join(import.meta.dirname, "../../../contract/tests/examples/xmpp-14-evidence-grades.yaml"),
  "utf8",
);
const DIMENSIONS = [
  "strength",
  "actor_certainty",
  "authority_certainty",
  "payload_certainty",
  "interaction_certainty",
  "timing_certainty",
  "channel_certainty",
  "non_repudiation_strength",
];

function blockOf(section: string): { event: string; grade: EvidenceGrade } {
  const [, after = ""] = DOCUMENT.split(new RegExp(`^  ${section.replace(".", "\\.")} .*$`, "m"));
  const [block = ""] = after.split(/^ {2}\S/m);
  const value = (key: string): string => new RegExp(`^ +${key}: (.+)$`, "m").exec(block)?.[1] ?? "";
  const grade = Object.fromEntries(DIMENSIONS.map((key) => [key, value(key)]));
  const notes = [...block.matchAll(/^ +- (.+)$/gm)].map(([, note]) => note ?? "");
  return { event: value("event_type"), grade: { ...grade, notes } as unknown as EvidenceGrade };
}

test.each<[string, EvidenceGrade, XmppNative]>([
  ["14.1", grades.SERVER_ACCEPTED, "server.acknowledged"],
  ["14.2", grades.PRESENCE_AVAILABLE, "presence.available"],
  ["14.3", grades.RECEIPT, "receipt.received"],
  ["14.4", grades.DISPLAYED, "marker.displayed"],
  ["14.5", grades.ACKNOWLEDGED, "marker.acknowledged"],
  ["14.5", grades.ACKNOWLEDGED, "inbound.acknowledgement.known"],
  ["14.6", grades.AUTHENTICATED, "inbound.reply.known"],
  ["14.7", grades.ROOM_ACCEPTED, "room.reflected"],
  ["14.8", grades.ITEM_PUBLISHED, "pubsub.published"],
])("§%s is graded as the document has it, and used so of %#", (section, grade, nativeType) => {
  const { event, grade: documented } = blockOf(section);
  expect(grade).toEqual(documented);
  expect(xmppMapping[nativeType].map((row) => [row.event, row.grade])).toContainEqual([
    event,
    grade,
  ]);
});
