// The format
export { GoldenTest } from "./format.ts";
export {
  ActionExpectation,
  ActionStep,
  AdvanceStep,
  FaultStep,
  GoldenStep,
  NativeStep,
  ProviderReplyStep,
  RequestExpectation,
  RequestStep,
  RestartStep,
} from "./steps.ts";
export { GoldenFormatError, loadGolden } from "./load.ts";
export { publishedGolden } from "./publish.ts";
export type { GoldenIssue } from "./load.ts";

// Matching and captures
export { ANY, differences, matchMultiset } from "./matcher.ts";
export type { Difference, MissingMember, MultisetMatch } from "./matcher.ts";
export { CaptureError, hasCapture, resolveCaptures } from "./captures.ts";
export type { CaptureScope } from "./captures.ts";
export { durationMs } from "./duration.ts";
export { seeded, shuffled } from "./prng.ts";

// The port
export type {
  Answer,
  Assessments,
  Driver,
  Given,
  Stranger,
  SubjectQuery,
  TextAnswer,
} from "./driver.ts";

// Playing and judging
export { DEFAULT_CLOCK, play } from "./play.ts";
export type { Played, PlayedAction, PlayOptions } from "./play.ts";
export { isArrival, kindOf, planOf, runsOf } from "./plan.ts";
export type { PlannedStep, StepKind } from "./plan.ts";
export { runGolden } from "./runner.ts";
export type { GoldenResult } from "./runner.ts";
export { describeFailure, RULES } from "./failure.ts";
export type { GoldenFailure, Rule } from "./failure.ts";

// The laws
export { laws, lawsWith } from "./laws.ts";
export { checkLaw, checkLaws } from "./laws/law.ts";
export type { Law, LawResult } from "./laws/law.ts";
export type { Observed } from "./laws/observed.ts";
export type { VariationOptions } from "./laws/variations.ts";
