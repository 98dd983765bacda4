import { writeFileSync } from "node:fs";
import process from "node:process";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

export interface TestSummary {
  passed: number;
  failed: number;
  /** Full names of the tests that did not run. */
  skipped: string[];
}

/**
 * Counts what ran. A file that could not be loaded, a failing hook outside any test and an unhandled error
 * each count as one failure, because none of them appears among the tests.
 */
export function summarise(
  modules: readonly TestModule[],
  unhandledErrors: readonly SerializedError[],
): TestSummary {
  const summary: TestSummary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
  for (const module of modules) {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") summary.passed += 1;
      else if (state === "skipped")
        summary.skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
      else failedTests += 1;
    }
    if (module.state() === "failed" && failedTests === 0) failedTests = 1;
    summary.failed += failedTests;
  }
  return summary;
}

/** Ends a run with `N passed, N failed` on a line of its own, and names every test that did not run. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const summary = summarise(modules, unhandledErrors);
    if (summary.skipped.length > 0) {
      console.log(`${summary.skipped.length} skipped:`);
      for (const name of summary.skipped) console.log(`  ${name}`);
    }
    const line = `${summary.passed} passed, ${summary.failed} failed`;
    console.log(line);
    const file = process.env["UNDERCLAIM_TEST_SUMMARY"];
    if (file !== undefined) writeFileSync(file, `${line}\n`);
  }
}
