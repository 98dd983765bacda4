export { checkGolden, checkStanding, describeVerdict } from "./check.ts";
export type { CheckOptions, Verdict } from "./check.ts";
export { ConformanceError } from "./exchange.ts";
export type { Connection } from "./exchange.ts";
export { openHttpDriver } from "./http-driver.ts";
export type { HttpDriver, HttpDriverOptions } from "./http-driver.ts";
export type { Judge } from "./judge.ts";
