import { expect } from "vitest";
import { publish } from "./requests.ts";
import type { Answer, Problem, TestService } from "./service.ts";

/** No stack, no file of ours, nothing of what was sent but its paths. */
const LEAKS = /\bat [\w.<>]+ \(|\.ts:\d|node_modules|SECRET-BODY/;

/** What every bad request must leave behind: an untouched ledger and a service that works. */
export async function leavesNothing(
  test: TestService,
  bad: () => Promise<Answer<Problem>>,
  events = 0,
): Promise<Answer<Problem>> {
  const before = await test.events();
  const answer = await bad();
  expect(JSON.stringify(answer.body)).not.toMatch(LEAKS);
  const after = await test.events();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length - before.length).toBe(events);
  expect((await test.act(publish())).status).toBe(202);
  return answer;
}
