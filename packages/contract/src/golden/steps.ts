import { z } from "zod";

const freeObject = () => z.record(z.string(), z.unknown());
const headers = () => z.record(z.string(), z.string());
const httpStatus = () => z.int().min(100).max(599);

/** What the answer to an action must show; every part is optional. */
export const ActionExpectation = z
  .strictObject({
    status: httpStatus().optional().describe("The HTTP status of the answer."),
    accepted: z.boolean().optional(),
    action_state: z.string().optional(),
    error_code: z.string().optional().describe("`error.code` of the result or problem."),
    error_category: z.string().optional(),
    headers: headers().optional().describe("Header names in lower case; values match exactly."),
    body: freeObject().optional().describe("Matched as a subset of the answer's body."),
  })
  .meta({ id: "GoldenActionExpectation", description: "What the answer to an action must show." });
export type ActionExpectation = z.infer<typeof ActionExpectation>;

export const ActionStep = z
  .strictObject({
    action: z
      .looseObject({ action_type: z.string().min(1) })
      .describe(
        "An AdapterActionRequest. Where absent, the runner fills request_id, coordination_case_id, " +
          "idempotency_key, requested_at and tracking_context; null stays null.",
      ),
    expect: ActionExpectation.optional(),
  })
  .meta({ id: "GoldenActionStep", description: "The engine asks the adapter to act." });
export type ActionStep = z.infer<typeof ActionStep>;

export const ProviderReplyStep = z
  .strictObject({
    provider_reply: freeObject().describe(
      "What the provider answers to the call it was last asked for, in the provider's own form: " +
        "for HTTP status, headers and body.",
    ),
  })
  .meta({
    id: "GoldenProviderReplyStep",
    description: "The provider answers the call that waits longest.",
  });
export type ProviderReplyStep = z.infer<typeof ProviderReplyStep>;

export const NativeStep = z
  .strictObject({
    native: z.strictObject({
      source: z.string().min(1).describe("The wire source, as the adapter names it."),
      account: z.string().min(1).optional(),
      headers: headers().optional(),
      body: z
        .union([z.string(), freeObject(), z.array(z.unknown())])
        .describe("The exact text on the wire; an object or list is sent as JSON."),
      sign: z
        .boolean()
        .optional()
        .describe("Sign with the test secret, where the source is signed. Default true."),
    }),
    expect: z
      .strictObject({ status: httpStatus().optional(), body: freeObject().optional() })
      .optional(),
  })
  .meta({ id: "GoldenNativeStep", description: "A native event arrives from outside." });
export type NativeStep = z.infer<typeof NativeStep>;

export const RequestExpectation = z
  .strictObject({
    status: httpStatus().optional(),
    headers: headers().optional(),
    json: z.unknown().optional().describe("Matched as a subset of the body read as JSON."),
    body_contains: z.array(z.string().min(1)).optional(),
    body_excludes: z.array(z.string().min(1)).optional(),
  })
  .meta({ id: "GoldenRequestExpectation", description: "What an HTTP answer must show." });
export type RequestExpectation = z.infer<typeof RequestExpectation>;

export const RequestStep = z
  .strictObject({
    request: z.strictObject({
      method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
      path: z.string().regex(/^\//).describe("Path and query at the adapter's own server."),
      headers: headers().optional(),
      body: z.union([z.string(), freeObject(), z.array(z.unknown())]).optional(),
      expect: RequestExpectation.optional(),
    }),
  })
  .meta({ id: "GoldenRequestStep", description: "Somebody asks the adapter's server over HTTP." });
export type RequestStep = z.infer<typeof RequestStep>;

export const AdvanceStep = z
  .strictObject({
    advance: z
      .string()
      .regex(/^P(?=\d|T\d)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,3})?S)?)?$/)
      .describe("ISO 8601 duration in weeks, days, hours, minutes and seconds."),
  })
  .meta({ id: "GoldenAdvanceStep", description: "Time passes; what falls due is done." });
export type AdvanceStep = z.infer<typeof AdvanceStep>;

export const RestartStep = z
  .strictObject({ restart: z.literal(true) })
  .meta({ id: "GoldenRestartStep", description: "The adapter stops and starts on the same data." });
export type RestartStep = z.infer<typeof RestartStep>;

export const FaultStep = z
  .strictObject({
    fault: z
      .looseObject({ point: z.string().min(1) })
      .describe("A named fault point, with whatever the fault takes."),
  })
  .meta({ id: "GoldenFaultStep", description: "Something breaks from here on." });
export type FaultStep = z.infer<typeof FaultStep>;

/** One step; which one is told by its single key (beside `expect`). */
export const GoldenStep = z
  .union([
    ActionStep,
    ProviderReplyStep,
    NativeStep,
    RequestStep,
    AdvanceStep,
    RestartStep,
    FaultStep,
  ])
  .meta({ id: "GoldenStep", description: "One step of a golden test, named by its key." });
export type GoldenStep = z.infer<typeof GoldenStep>;
