import { expect, test } from "vitest";
import { hostsFile } from "../../../src/websub/outbound/hosts-file.ts";

test("a name stands in the file or not, as the file is when it is asked about", () => {
  let text = "127.0.0.1 localhost\r\n::1\tip6 One.Example\n# 10.0.0.1 two.example\n10.0.0.2\n";
  const standsIn = hostsFile(() => text);
  const names = ["localhost", "one.example.", "IP6", "two.example", "10.0.0.2", "::1", ""];
  expect(names.filter(standsIn)).toEqual(["localhost", "one.example.", "IP6"]);
  text = "10.0.0.1 two.example";
  expect(names.filter(standsIn)).toEqual(["two.example"]);
  text = "";
  expect(names.filter(standsIn)).toEqual([]);
});

test("a long file is taken apart once, not for each name", () => {
  const lines = Array.from({ length: 150_000 }, (_, n) => `0.0.0.0 ads${n}.example`);
  const text = lines.join("\n");
  const standsIn = hostsFile(() => text);
  // Taken apart each time, this would last minutes.
  for (let asked = 0; asked < 1_000; asked += 1)
    expect(standsIn(`shop${asked}.example`)).toBe(false);
  expect(standsIn("ads149999.example")).toBe(true);
});
