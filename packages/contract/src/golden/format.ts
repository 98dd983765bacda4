import { z } from "zod";
import { ActionExpectation, GoldenStep } from "./steps.ts";

const freeObject = () => z.record(z.string(), z.unknown());
const EventPattern = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?$/)
  .describe("An event type, or a prefix of event types such as `interaction.*`.");

/** A scenario id such as `rss/12.1/3`, or a namespaced one such as `subclass:rss/undef.bot_fetch`. */
const CoverageId = z
  .string()
  .regex(/^([a-z][a-z0-9_-]*\/[0-9]+(\.[0-9]+)*\/[0-9]+|[a-z][a-z_]*:\S(.*\S)?)$/);

/**
 * A golden test: one case, language-neutral, as a sequence of steps on the wire and what must have
 * come of it (AdapterInterfaceSpecification §30, extended). Text may hold captures such as
 * `{{action[0].adapter_operation_id}}`; an expected value may be `{{any}}`.
 */
export const GoldenTest = z
  .strictObject({
    test_id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
    covers: z.array(CoverageId).optional().describe("Ids of scenarios and vocabularies reached."),
    adapter_id: z.string().min(1),
    scenario: z.string().min(1).describe("What happens, in a sentence."),
    clause: z
      .strictObject({
        document: z.string().min(1),
        section: z.string().min(1),
        quote: z.string().min(1).optional(),
      })
      .describe("Where the specification says so."),
    provenance: z.string().min(1).describe("Where the wire data comes from."),
    given: z
      .strictObject({
        clock: z.iso.datetime({ offset: true }).optional().describe("When the test begins."),
        configuration: freeObject().optional().describe("The adapter's configuration."),
        documents: z.array(freeObject()).optional().describe("What the adapter already holds."),
      })
      .optional(),
    steps: z.array(GoldenStep),
    subject: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The subject_ref that the assessments are of. Default: `metadata.subject_ref` of the " +
          "first action's result, else its operation.",
      ),
    expected_action_result: ActionExpectation.optional().describe("Of the last action."),
    expected_evidence_events: z
      .array(freeObject())
      .optional()
      .describe("Every event that may be emitted, each matched as a subset, in any order."),
    must_not_emit: z.array(EventPattern).optional(),
    expected_assessment: freeObject().optional().describe("Of the channel; a subset."),
    expected_participant_assessment: freeObject()
      .optional()
      .describe("Of the participant; a subset."),
    expected_adapter_events: z
      .array(freeObject())
      .optional()
      .describe("Adapter events that must be recorded among others; each a subset."),
    expected_health: freeObject().optional(),
    expected_descriptor: freeObject().optional(),
    expected_endpoint_quality: z
      .array(z.strictObject({ endpoint_id: z.string().min(1), quality: freeObject() }))
      .optional(),
    exempt_laws: z
      .array(z.strictObject({ law: z.string().min(1), reason: z.string().min(1) }))
      .optional()
      .describe("Laws that this case cannot be varied by, each with the reason."),
    notes: z.array(z.string().min(1)).optional(),
  })
  .meta({
    id: "GoldenTest",
    description:
      "A golden test: steps on the wire and what must come of them (AdapterInterfaceSpecification §30).",
  });
export type GoldenTest = z.infer<typeof GoldenTest>;
