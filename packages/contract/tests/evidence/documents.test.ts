import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { checkCeiling, EvidenceCeiling, EvidenceGrade } from "@underclaim/contract";

const Sections = z.object({
  examples: z.record(
    z.string(),
    z.object({ event_type: z.string(), evidence_grade: EvidenceGrade }),
  ),
});

/** Strength and proof as each document's descriptor and AdapterInterfaceSpecification §9.3 say. */
const CEILINGS = {
  rss: {
    event: "webhook.response.accepted",
    strength: "medium",
    awareness: false,
    identity: false,
  },
  sms: {
    event: "notification.endpoint.accepted",
    strength: "strong",
    awareness: false,
    identity: false,
  },
  xmpp: {
    event: "interaction.notification.opened",
    strength: "strong",
    awareness: "partially",
    identity: "partially",
  },
} as const;

const FILES = { rss: "rss-14", sms: "sms-13", xmpp: "xmpp-14" } as const;

describe("the documents' own grades lie under their own ceilings", () => {
  it.each(["rss", "sms", "xmpp"] as const)("%s", (adapter) => {
    const file = `${import.meta.dirname}/../examples/${FILES[adapter]}-evidence-grades.yaml`;
    const sections = Object.values(Sections.parse(parse(readFileSync(file, "utf8"))).examples);
    expect(sections.length).toBeGreaterThan(6);
    const { event, strength, awareness, identity } = CEILINGS[adapter];
    for (const section of sections) {
      const { notes: _, ...grade } = section.evidence_grade;
      const ceiling = EvidenceCeiling.parse({
        max_positive_event: event,
        max_positive_strength: strength,
        can_prove_human_awareness: awareness,
        can_prove_payload_access: false,
        can_prove_payload_delivery: false,
        can_prove_identity: identity,
        can_prove_authority: false,
        can_prove_non_repudiation: false,
        max_grade: { [section.event_type]: grade },
      });
      expect(checkCeiling(ceiling)).toEqual([]);
    }
  });
});
