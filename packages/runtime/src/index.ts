export { isKnownNewer, newestOf } from "./assessment/newest.ts";
export {
  assessmentDraft,
  readerOf,
  type AssessmentReading,
  type ReadingFacts,
} from "./assessment/reading.ts";
export { defineAdapter } from "./definition/define-adapter.ts";
export type {
  AcceptPlan,
  ActionDefinition,
  Dispatch,
  Plan,
  PlanContext,
  RefusePlan,
} from "./definition/action.ts";
export type {
  AboutOperation,
  AdapterDefinition,
  Correlator,
  Leaving,
  Moments,
  Recheck,
  RefinedBy,
} from "./definition/adapter.ts";
export type {
  Assess,
  AssessEndpoint,
  AssessmentDraft,
  Assessments,
  EndpointQualityDraft,
} from "./definition/assess.ts";
export type { Erasable } from "./definition/erasable.ts";
export type {
  CorrelationMethod,
  NativeDraft,
  RawInput,
  StoredNative,
} from "./definition/native.ts";
export type {
  Command,
  Outcome,
  Provider,
  ProviderHealth,
  ProviderSink,
} from "./definition/provider.ts";
export { ownAct } from "./definition/own-act.ts";
export type { Reaction, ReactionSend, ReactContext, Reactor } from "./definition/react.ts";
export {
  rawOf,
  textOf,
  type Parsed,
  type SourceDefinition,
  type Verification,
  type WireRequest,
} from "./definition/source.ts";
export type { Target } from "./definition/target.ts";

export type {
  ActionAnswer,
  AdapterRuntime,
  FieldProblem,
  KeptNative,
  Observation,
  ReceiveAnswer,
  ReplayAnswer,
  ResolveAnswer,
  RuntimeActivity,
  RuntimeCounters,
  SubjectAssessment,
  SubjectTimeline,
  SubmitOptions,
} from "./engine/adapter-runtime.ts";
export type { Audit, AuditEntry } from "./engine/audit.ts";
export { createRuntime, type RuntimeOptions } from "./engine/create-runtime.ts";
export { PersonUnclearError } from "./engine/erase.ts";
export type { EngineSettings, PointName } from "./engine/engine.ts";
export { storedNative } from "./engine/native-record.ts";
export { waitUntil } from "./wait-until.ts";
export { contentHash, pseudonym, stableId } from "./engine/digest.ts";
export { correlationOf, trackingContextOf } from "./engine/tracking.ts";
export { attemptsOf, type AttemptEvents } from "./views/attempts.ts";
export { timelineEntries, type TimelineEntry } from "./views/timeline-entries.ts";
export { flat } from "./flat-text.ts";
export { memo, type Memo, type MemoBounds } from "./memo.ts";

export { StoreUnavailableError } from "./errors.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export {
  apiKeysOf,
  checkService,
  ConfigurationError,
  configurationSchema,
  Duration,
  loadConfiguration,
  SecretInput,
  SecretSource,
  ServiceConfiguration,
  serviceSettings,
  sourceAccounts,
  type ConfigurationProblem,
  type Loaded,
  type SourceAccounts,
} from "./config/index.ts";
export {
  adapterHttp,
  adapterServer,
  answerAction,
  authenticator,
  principalOf,
  Refusal,
  sendJson,
  sendNotFound,
  sendProblem,
  sendText,
  sha256,
  viewRoute,
  type AdapterHttpOptions,
  type Authenticator,
  type HttpLimits,
  type ReadyAnswer,
  type RouteTools,
  type ViewRoute,
} from "./http/index.ts";
export { auditLog, createLog, Jid, Phone, Redacted, Secret, type Log } from "./log/index.ts";
export {
  openAdapter,
  type AdapterService,
  type OpenAdapterOptions,
} from "./service/open-adapter.ts";
export { identityOf, type Identity } from "./service/identity.ts";
export {
  serve,
  serveAdapter,
  type AdapterParts,
  type Listener,
  type ServeAdapterOptions,
  type Service,
  type ServeOptions,
} from "./service/index.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./store/sqlite/index.ts";
export { idsFrom, randomIds, systemClock } from "./system.ts";
export {
  timestamp,
  type Clock,
  type Ids,
  type Instant,
  type OperationId,
  type SubjectId,
  type TenantId,
} from "./time-and-ids.ts";

export type {
  Changes,
  Claim,
  ClaimRequest,
  Committed,
  DeadLetter,
  Doc,
  DocWrite,
  Due,
  EvidenceRecord,
  FailedGuard,
  Guard,
  IdempotencyRecord,
  Key,
  NativeKey,
  NativeRecord,
  Operation,
  OperationState,
  OperationWrite,
  Page,
  Range,
  RawPayload,
  Read,
  Snapshot,
  Store,
  StoreStats,
  Timeline,
} from "./store/port.ts";
