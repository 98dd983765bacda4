import {
  AdapterActionResult,
  AdapterDescriptor,
  AdapterEvent,
  AdapterEvidenceAssessment,
  AdapterGoldenTest,
  AdapterLifecycleState,
  ErrorDescriptor,
  EvidenceEvent,
  NativeEventSemantics,
  NativeStatusMapping,
} from "@underclaim/contract";
import { z } from "zod";

/** The contract's objects as they travel over HTTP: lists in an object, so that a list can gain neighbours. */

export const ProblemDocument = z
  .strictObject({
    type: z.string().describe("urn:underclaim:problem:<code>"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    incident: z.string().optional().describe("Finds the failure in the service's log."),
    error: ErrorDescriptor,
    problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
    assessment: AdapterEvidenceAssessment.omit({ subject_ref: true, adapter_id: true })
      .optional()
      .describe("Of an action that the store could not take: there is no record to ask it of."),
  })
  .meta({ id: "Problem", description: "RFC 9457, with the contract's ErrorDescriptor." });

export const DescriptorReply = AdapterDescriptor;
export const ResultReply = AdapterActionResult;

export const MappingsReply = z
  .strictObject({ mappings: z.array(NativeStatusMapping) })
  .meta({ id: "MappingsReply" });

export const NativeEventsReply = z
  .strictObject({ native_events: z.array(NativeEventSemantics) })
  .meta({ id: "NativeEventsReply" });

export const GoldenTestsReply = z
  .strictObject({ golden_tests: z.array(AdapterGoldenTest) })
  .meta({ id: "GoldenTestsReply" });

export const EventPage = z
  .strictObject({
    events: z.array(EvidenceEvent),
    next: z.string().describe("Pass it as `after` to go on from here; also where nothing is new."),
    more: z.boolean().describe("Whether more may be waiting already."),
  })
  .meta({ id: "EventPage" });

export const NativeEventReply = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    dedupe_key: z.string().describe("The event's identity at its source."),
    received_at: z.iso.datetime({ offset: true }),
    occurred_at: z.iso.datetime({ offset: true }).nullable(),
    raw_hash: z
      .string()
      .nullable()
      .describe("SHA-256 of the raw text, hex; null where there was none: an act of the adapter."),
    raw: z
      .strictObject({
        content_type: z.string().describe("Ends in ;base64 where the bytes were not UTF-8."),
        text: z.string(),
        expires_at: z.iso.datetime({ offset: true }).nullable(),
      })
      .nullable()
      .describe("Null where raw data is off, was erased, or is past its retention."),
  })
  .meta({ id: "NativeEvent" });

export const TimelineReply = z
  .strictObject({ subject_ref: z.string(), events: z.array(AdapterEvent) })
  .meta({ id: "SubjectTimeline" });

export const AssessmentReply = z
  .strictObject({
    channel: AdapterEvidenceAssessment.describe("What the channel proves."),
    participant: AdapterEvidenceAssessment.describe("What that proves of the participant."),
  })
  .meta({ id: "SubjectAssessment" });

/** `POST /adapter/events/provider`: an event handed on by somebody who received it. */
export const RelayedEvent = z
  .strictObject({
    source: z.string().min(1).max(128).describe("The source it came from."),
    account: z.string().min(1).max(128).optional(),
    content_type: z.string().min(1).max(256).optional(),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}$/), z.string())
      .optional()
      .describe("What a signature covers beyond the body."),
    url: z
      .url()
      .optional()
      .describe("The address the provider called, where its signature covers it."),
    body: z.string().describe("The body as it came, byte for byte."),
    encoding: z
      .enum(["utf-8", "base64"])
      .default("utf-8")
      .describe("base64 where the body is not UTF-8."),
  })
  .meta({ id: "RelayedEvent" });

export const ReceivedReply = z
  .strictObject({
    natives: z.int().min(0).describe("Native events understood, repeats included."),
    dead_letter: z.string().nullable().describe("Where it waits if it was not understood."),
  })
  .meta({ id: "ReceivedReply" });

export const ResolveRequest = z
  .strictObject({
    as: z.enum(["accepted", "rejected"]),
    note: z.string().min(1).max(2_000).describe("Why the operator knows."),
  })
  .meta({ id: "ResolveRequest" });

export const LifecycleDocument = z
  .strictObject({ state: AdapterLifecycleState })
  .meta({ id: "Lifecycle" });

export const ErasureRequest = z
  .strictObject({
    person: z
      .string()
      .min(1)
      .max(1_024)
      .describe(
        "Whose data: the endpoint's id in evidence, the address, or the key that the adapter tags what it keeps with. Its documents say which it takes.",
      ),
  })
  .meta({ id: "ErasureRequest" });

export const ErasureReply = z
  .strictObject({ erased: z.int().min(0).describe("Rows removed.") })
  .meta({ id: "ErasureReply" });

const DeadLetterStates = z.enum(["open", "replayed", "discarded"]);

export const DeadLetterDocument = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    state: DeadLetterStates,
    code: z.string(),
    reason: z.string(),
    received_at: z.iso.datetime({ offset: true }),
    attempts: z.int().min(0),
    content: z
      .unknown()
      .optional()
      .describe("What is replayed. Only with the scope content:read: it may hold personal data."),
  })
  .meta({ id: "DeadLetter" });
export type DeadLetterDocument = z.infer<typeof DeadLetterDocument>;

export const DeadLetterList = z
  .strictObject({
    dead_letters: z.array(DeadLetterDocument),
    next: z.string().nullable().describe("Pass it as `after`; null where the list ends."),
  })
  .meta({ id: "DeadLetterList" });

export const DeadLetterQuery = z.strictObject({
  state: DeadLetterStates.optional(),
  after: z.string().min(1).max(256).optional(),
  limit: z.int().min(1).max(1_000).default(100),
});

export const ReplayReply = z
  .strictObject({ state: DeadLetterStates, reason: z.string().nullable() })
  .meta({ id: "ReplayReply" });

export const Alive = z.strictObject({ status: z.literal("live") }).meta({ id: "Liveness" });

export const Readiness = z
  .strictObject({
    status: z.enum(["ready", "not_ready"]),
    started: z.boolean(),
    store: z.enum(["available", "unavailable"]),
  })
  .meta({ id: "Readiness" });
