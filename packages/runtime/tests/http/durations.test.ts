import { expect, test } from "vitest";
import { durations } from "../../src/http/durations.ts";

test("each request is in its own bucket and in all above it, by method, route and status", () => {
  const requests = durations();
  for (const seconds of [0.001, 0.0011, 0.3, 11]) requests.observe("GET", "/a/:id", 200, seconds);
  requests.observe("GET", "/a/:id", 404, 0.002);
  const lines = requests.text().split("\n");
  expect(lines.slice(0, 2)).toEqual([
    "# HELP underclaim_http_request_duration_seconds Requests by route template.",
    "# TYPE underclaim_http_request_duration_seconds histogram",
  ]);
  const found = (le: string) =>
    lines.find((line) => line.includes(`{le="${le}",method="GET",route="/a/:id",status="200"}`));
  expect(
    ["0.001", "0.0025", "0.25", "0.5", "10", "+Inf"].map((le) => found(le)?.split(" ")[1]),
  ).toEqual(["1", "2", "2", "3", "3", "4"]);
  const labels = '{method="GET",route="/a/:id",status="200"}';
  expect(lines).toContain(`underclaim_http_request_duration_seconds_count${labels} 4`);
  expect(lines).toContain(`underclaim_http_request_duration_seconds_sum${labels} 11.3021`);
  expect(lines).toContain(
    'underclaim_http_request_duration_seconds_count{method="GET",route="/a/:id",status="404"} 1',
  );
});

test("a route's name cannot end its label", () => {
  const requests = durations();
  requests.observe("GET", '/a"b\\c', 200, 1);
  expect(requests.text()).toContain(String.raw`route="/a\"b\\c"`);
});
