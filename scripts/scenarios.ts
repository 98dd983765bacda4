// `npm run scenarios`: one JSON line per row of the specifications' scenario tables, and whether goldens show it.
//   --all            also every subclass, signal, action, state, grading rule, test category and flow
//   --adapter NAME   only the lines of one adapter
// Exit 1 where a row fails, or is missing and not in golden/planned.json, or a register no longer tells the truth.
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import {
  describeFailure,
  GoldenFormatError,
  runGolden,
} from "../packages/contract/src/golden/index.ts";
import { ADAPTERS } from "./scenarios/adapters.ts";
import { judge, type Line, type PlayedGolden } from "./scenarios/judge.ts";
import { readGoldens, readRepository } from "./scenarios/read.ts";
import { expectationsOf } from "./scenarios/shows.ts";

const root = path.resolve(import.meta.dirname, "..");

const USAGE = "Usage: npm run scenarios -- [--all] [--adapter NAME]";

function readArguments(): { all: boolean; adapter?: string; help: boolean } | string {
  try {
    const { values } = parseArgs({
      options: {
        all: { type: "boolean", default: false },
        adapter: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return values;
  } catch (error) {
    return error instanceof Error ? error.message : "The arguments were not understood.";
  }
}

async function main(): Promise<number> {
  const values = readArguments();
  if (typeof values === "string" || values.help) {
    console.error(typeof values === "string" ? `${values}\n${USAGE}` : USAGE);
    return typeof values === "string" ? 2 : 0;
  }
  const adapter = values.adapter ?? null;
  const names = ADAPTERS.map(({ name }) => name);
  if (adapter !== null && !names.includes(adapter)) {
    console.error(`There is no adapter ${adapter}. There is: ${names.join(", ")}.`);
    return 2;
  }
  const repository = readRepository(root);
  const goldens: PlayedGolden[] = [];
  for (const each of ADAPTERS.filter(({ name }) => adapter === null || name === adapter)) {
    const driver = await each.driver();
    try {
      for (const golden of readGoldens(root, each.name)) {
        const { failures } = await runGolden(golden, driver);
        goldens.push({
          test_id: golden.test_id,
          covers: golden.covers ?? [],
          expectations: expectationsOf(golden),
          failures: failures.map(describeFailure),
        });
      }
    } finally {
      await driver.close();
    }
  }

  const { lines, faults, ok } = judge({
    repository,
    adapters: names,
    goldens,
    all: values.all,
    adapter,
  });
  for (const line of lines) console.log(JSON.stringify(line));
  for (const fault of faults) console.error(fault);
  console.error(summaryOf(lines, goldens));
  return ok ? 0 : 1;
}

function summaryOf(lines: readonly Line[], goldens: readonly PlayedGolden[]): string {
  const count = (status: Line["status"]): number =>
    lines.filter((line) => line.status === status).length;
  const failed = goldens.filter(({ failures }) => failures.length > 0).length;
  return (
    `${lines.length} scenarios: ${count("pass")} pass, ${count("fail")} fail, ` +
    `${count("missing")} missing, ${count("not_applicable")} not applicable; ` +
    `${goldens.length} goldens, ${failed} failing`
  );
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof GoldenFormatError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
