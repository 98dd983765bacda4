import { expect, test } from "vitest";
import { linkHeader, parseLinks } from "../../../src/websub/model/link-header.ts";

test("exactly one self and every hub", () => {
  expect(
    linkHeader({ self: "https://a.example/f", hubs: ["https://h.example/", "https://i.example/"] }),
  ).toBe(
    '<https://h.example/>; rel="hub", <https://i.example/>; rel="hub", <https://a.example/f>; rel="self"',
  );
});

test("without a hub there is nothing to discover", () => {
  expect(linkHeader({ self: "https://a.example/f", hubs: [] })).toBe("");
});

test.each([
  ['<https://h.example/>; rel="hub"', [{ target: "https://h.example/", rels: ["hub"] }]],
  ["<https://h.example/>;rel=hub", [{ target: "https://h.example/", rels: ["hub"] }]],
  ['<a>; title="x, y; z"; rel="self hub"', [{ target: "a", rels: ["self", "hub"] }]],
  ['<a>; rel="self"; rel="hub"', [{ target: "a", rels: ["self"] }]],
  [
    '<a>; REL="HUB", <b>; rel=self',
    [
      { target: "a", rels: ["hub"] },
      { target: "b", rels: ["self"] },
    ],
  ],
  ['<a>; rel="hub"; anchor="/other"', []],
  ["nonsense", []],
  ["<a", []],
])("%j is read as RFC 8288 says", (header, links) => {
  expect(parseLinks(header)).toEqual(links);
});
