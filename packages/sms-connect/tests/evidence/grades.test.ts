import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EvidenceGrade } from "@underclaim/contract";
import { expect, test } from "vitest";
import * as grades from "../../src/evidence/grades.ts";
import { smsMapping } from "../../src/evidence/mapping.ts";

/** The document's blocks, as the contract's tests keep them: sections of `key: value` lines and lists of notes. */
const DOCUMENT = readFileSync(
  join(import.meta.dirname, "../../../contract/tests/examples/sms-13-evidence-grades.yaml"),
  "utf8",
);

function blockOf(section: string): { event: string; grade: EvidenceGrade } {
  const [, after = ""] = DOCUMENT.split(new RegExp(`^  ${section.replace(".", "\\.")} .*$`, "m"));
  const [block = ""] = after.split(/^ {2}\S/m);
  const value = (key: string): string => new RegExp(`^ +${key}: (.+)$`, "m").exec(block)?.[1] ?? "";
  const grade = Object.fromEntries(
    [
      "strength",
      "actor_certainty",
      "authority_certainty",
      "payload_certainty",
      "interaction_certainty",
      "timing_certainty",
      "channel_certainty",
      "non_repudiation_strength",
    ].map((key) => [key, value(key)]),
  );
  const notes = [...block.matchAll(/^ +- (.+)$/gm)].map(([, note]) => note ?? "");
  return { event: value("event_type"), grade: { ...grade, notes } as unknown as EvidenceGrade };
}

test.each([
  ["13.1", grades.PROVIDER_ACCEPTED, "submission.accepted"],
  ["13.2", grades.CARRIER_ACCEPTED, "receipt.carrier_accepted"],
  ["13.3", grades.DELIVERED, "receipt.delivered"],
  ["13.4", grades.FAILED, "receipt.failed"],
  ["13.5", grades.DEFERRED, "receipt.buffered"],
  ["13.6", grades.UNKNOWN, "receipt.unknown"],
  ["13.7", grades.REPLY, "inbound.reply"],
  ["13.8", grades.ACKNOWLEDGED, "inbound.acknowledgement"],
  ["13.9", grades.OPTED_OUT, "inbound.opt_out"],
  // 13.10: the block after 13.9, whose heading the document has lost.
  ["link click", grades.LINK_CLICKED, "link.clicked"],
] as const)("§%s is graded as the document has it, and used so", (section, grade, nativeType) => {
  const { event, grade: documented } = blockOf(section);
  expect(grade).toEqual(documented);
  expect(smsMapping[nativeType].map((row) => [row.event, row.grade])).toContainEqual([
    event,
    grade,
  ]);
});
