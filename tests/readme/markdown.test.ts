import { expect, test } from "vitest";
import { codeBlocks, shellCommands } from "./markdown.ts";

test("code blocks are found with their language and line", () => {
  expect(codeBlocks("a\n```sh\nnpm test\n```\n```\nplain\n```\n")).toEqual([
    { language: "sh", code: "npm test\n", line: 2 },
    { language: "", code: "plain\n", line: 5 },
  ]);
  expect(() => codeBlocks("```ts\nlet a;")).toThrow("line 1 is never closed");
});

test.each([
  [
    "npm test # all of it\ncd a && npm start",
    [
      ["npm", "test"],
      ["cd", "a"],
      ["npm", "start"],
    ],
  ],
  [
    'curl \\\n  -d \'{\n "a": 1}\' "http://x/?a=1&b=2"',
    [["curl", "-d", '{\n "a": 1}', "http://x/?a=1&b=2"]],
  ],
  [String.raw`echo "a \"b\"" c\ d e#f`, [["echo", 'a "b"', "c d", "e#f"]]],
])("the shell text %j has the commands %j", (text, commands) => {
  expect(shellCommands(text)).toEqual(commands);
});
