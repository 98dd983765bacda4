import { z } from "zod";
import { AdapterEvidenceAssessment } from "./adapter-evidence-assessment.ts";
import { ConfidenceGrade } from "./confidence-grade.ts";
import { CorrelationContext } from "./correlation-context.ts";
import { EventType } from "./event-type.ts";
import { EvidenceEvent } from "./evidence-event.ts";
import { EvidenceGrade } from "./evidence-grade.ts";
import { freeObject, id, lines, list, text } from "./fields.ts";
import { ProviderRef } from "./provider-ref.ts";

const someLines = (description: string) =>
  z.array(z.string().min(1)).optional().describe(description);
const someRefs = (description: string) => z.array(ProviderRef).optional().describe(description);

/**
 * A part of an EvidenceEvent: an expectation cannot know generated ids or times. Lists have no
 * default here, since an expected empty list is not the same as no expectation.
 */
export const ExpectedEvidenceEvent = EvidenceEvent.partial()
  .extend({
    event_type: EventType.describe("The event type that must be emitted."),
    evidence_grade: EvidenceGrade.partial()
      .extend({ notes: someLines("Notes the grade must carry.") })
      .optional()
      .describe("The dimensions that matter."),
    confidence: ConfidenceGrade.partial()
      .extend({ basis: someLines("Grounds the confidence must rest on.") })
      .optional()
      .describe("The confidence that is expected."),
    correlation: CorrelationContext.partial()
      .extend({ external_refs: someRefs("References the event must carry.") })
      .optional()
      .describe("The references that matter."),
    provider_refs: someRefs("References the event must carry."),
  })
  .meta({
    id: "ExpectedEvidenceEvent",
    description: "What a golden test expects of one event; matched as a subset.",
  });
export type ExpectedEvidenceEvent = z.infer<typeof ExpectedEvidenceEvent>;

/** A part of an AdapterEvidenceAssessment, usually category and subclass. */
export const ExpectedAssessment = AdapterEvidenceAssessment.partial()
  .extend({
    evidence_summary: someLines("Evidence the assessment must name."),
    limitations: someLines("Limitations the assessment must name."),
  })
  .meta({
    id: "ExpectedAssessment",
    description: "What a golden test expects of an assessment; matched as a subset.",
  });
export type ExpectedAssessment = z.infer<typeof ExpectedAssessment>;

/** §30. Its own examples expect parts of events and assessments, so both are partial here. */
export const AdapterGoldenTest = z
  .strictObject({
    test_id: id("The name of the test."),
    scenario: text("What happens, in one sentence."),
    adapter_id: id("The adapter under test."),
    native_events: list(freeObject(), "The native events that are fed in."),
    expected_evidence_events: list(ExpectedEvidenceEvent, "The events that must be emitted."),
    expected_assessment: ExpectedAssessment.describe("The assessment that must result."),
    must_not_emit: list(EventType, "Events that would overclaim."),
    notes: lines("Why the test exists."),
  })
  .meta({
    id: "AdapterGoldenTest",
    description: "A golden test scenario (AdapterInterfaceSpecification §30).",
  });
export type AdapterGoldenTest = z.infer<typeof AdapterGoldenTest>;
