export { certificate, type Certificate, type CertificateOptions } from "./certificate.ts";
export type {
  DriverComposition,
  DriverEnvironment,
  InProcessDriverOptions,
  BodySigner,
  Signer,
} from "./in-process-options.ts";
export { inProcessDriver, type InProcessDriver } from "./in-process-driver.ts";
export type { Fault } from "./faults.ts";
export type { Life, World } from "./life.ts";
export { ManualClock } from "./manual-clock.ts";
export { openApiText } from "./openapi-text.ts";
export { isQuiet, quiet, turn, until } from "./quiet.ts";
export {
  providerDouble,
  RECEIPT_WITHIN_MS,
  referenceConnect,
  referenceDriver,
  referenceProvider,
  signatureHeaders,
  type DoubleBehaviour,
  type DoubleMessage,
  type ProviderDouble,
  type ProviderDoubleOptions,
  type ReceiptOptions,
  type ReferenceProviderOptions,
} from "./reference/index.ts";
export { ScriptedProvider, type ScriptedCall, type ScriptedError } from "./scripted-provider.ts";
export { seededIds } from "./seeded-ids.ts";
export { OWNER, STRANGER, TEST_KEY, TEST_SECRET, type Tester } from "./testers.ts";
export {
  storeSuite,
  type OpenedStore,
  type OpenStore,
  type StoreCase,
  type StoreChapter,
  type TestRunner,
} from "./store-suite/index.ts";
