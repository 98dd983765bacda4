import { expect, test } from "vitest";
import { strayLinks } from "../../scripts/check/links.mjs";

const INSTALLED = ["README.md", "LICENSE", "docs", "docs/Model.md", "docs/a (b).md"];

const stray = (text: string, file = "docs/Mapping.md") =>
  strayLinks(file, text, INSTALLED).map(({ line, target }) => `${line} ${target}`);

test.each([
  "[a decision](../../../docs/decisions/0001-first.md)",
  "[nothing](Other.md#part)",
  "[with a title](Other.md 'Title')",
  "[in brackets](<Other.md>)",
  "![a picture](picture.png)",
  "[named]: Other.md",
  '<a href="Other.md">x</a>',
  "[of the root](/README.md)",
])("%s leads out of the package", (text) => {
  expect(stray(`First line.\n${text}`)).toHaveLength(1);
  expect(stray(`First line.\n${text}`)[0]).toMatch(/^2 /);
});

test.each([
  "[beside it](Model.md)",
  "[above it](../README.md#limits) and [the licence](../LICENSE)",
  "[a folder](../docs/)",
  "[escaped](a%20%28b%29.md)",
  "[here](#limits)",
  "[the web](https://example.com/x.md), [mail](mailto:a@example.com), [any scheme](//example.com)",
  "`[in code](Other.md)`",
  "```md\n[in code](Other.md)\n```",
  "~~~\n```\n[in code](Other.md)\n~~~",
])("%s stays in it, or leads to the web", (text) => {
  expect(stray(text)).toEqual([]);
});

test("a document at the root has its links from there", () => {
  expect(stray("[model](docs/Model.md) [other](../docs/Model.md)", "README.md")).toEqual([
    "1 ../docs/Model.md",
  ]);
});
