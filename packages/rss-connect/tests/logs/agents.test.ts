import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createAgents } from "../../src/logs/agents.ts";

test("of long user agents no more is remembered than is read", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { ofText } = createAgents();
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  for (let n = 0; n < 60; n += 1)
    ofText(Buffer.from(`Reader${n}/1.0 ${"x".repeat(1_000_000)}`).toString());
  expect(used() - before).toBeLessThan(20_000_000);
  expect(ofText(`Reader1/1.0 ${"x".repeat(600)}`).product).toBe(null);
});
