import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { loadGolden } from "@underclaim/contract/golden";
import { afterEach, describe, expect, test } from "vitest";
import {
  checkGolden,
  checkStanding,
  describeVerdict,
  openHttpDriver,
} from "@underclaim/conformance";

const python = process.env["UNDERCLAIM_PYTHON"] ?? "";
const examples = path.resolve(import.meta.dirname, "../examples");

let child: ChildProcess | null = null;
afterEach(async () => {
  if (child === null || child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill();
  await gone;
});

/** The example with one of its lines written otherwise. */
async function serving(wrong?: readonly [string, string]): Promise<string> {
  const source = await readFile(path.join(examples, "pigeon.py"), "utf8");
  if (wrong !== undefined) expect(source).toContain(wrong[0]);
  const started = spawn(python, ["-", "0"], { stdio: ["pipe", "pipe", "inherit"] });
  child = started;
  started.stdin.end(wrong === undefined ? source : source.replace(...wrong));
  const [url] = (await once(createInterface({ input: started.stdout }), "line")) as [string];
  return url;
}

async function said(wrong?: readonly [string, string]): Promise<string> {
  const driver = await openHttpDriver({ baseUrl: await serving(wrong) });
  const text = await readFile(path.join(examples, "pigeon.yaml"), "utf8");
  const verdicts = [
    await checkStanding(driver),
    await checkGolden(loadGolden(text, "pigeon.yaml"), driver),
  ];
  return verdicts.map(describeVerdict).join("\n");
}

describe.skipIf(python === "")("the adapter in Python, which UNDERCLAIM_PYTHON must run,", () => {
  test("passes, with all laws", async () => {
    expect(await said()).toBe("pass as it stands\npass pigeon_delivered");
  });

  test.each([
    ["counts repeats", ["if native_id in self.natives:", "if False:"], "[law arrival_order]"],
    [
      "acts twice",
      ["if key in self.by_key:", "if False:"],
      "the same key led to another operation",
    ],
    [
      "claims more than it can prove",
      ['grade("medium", channel_certainty="medium")', 'grade("medium", actor_certainty="high")'],
      "ceiling.can_prove_identity",
    ],
    [
      "loses an event",
      [
        "self.ledger.append(evidence)",
        "native_type == 'pigeon.landed' or self.ledger.append(evidence)",
      ],
      "[missing_event]",
    ],
    ["invents a strength", ['grade("medium"', 'grade("proven"'], "evidence_ceiling.max_grade"],
    ["forgets raw events", ['"raw_event_ref": f"native:{native_id}", ', ""], "[law raw_kept]"],
    [
      "hides how it found the cause",
      ['"correlation_method": "operation", ', ""],
      "[law correlated]",
    ],
  ] as const)("that %s is told so", async (_, wrong, message) => {
    expect(await said(wrong)).toContain(message);
  });
});
