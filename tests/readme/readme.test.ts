// Every README of the repository: what it tells to type or to write must work.
import { AdapterActionRequest } from "@underclaim/contract";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { codeBlocks, shellCommands } from "./markdown.ts";

const root = path.resolve(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

const readmes = [".", "packages", "apps"]
  .flatMap((parent) =>
    parent === "."
      ? [parent]
      : readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`),
  )
  .map((dir) => path.join(dir, "README.md"))
  .filter((file) => existsSync(path.join(root, file)));

const blocks = readmes.flatMap((file) =>
  codeBlocks(readFileSync(path.join(root, file), "utf8")).map((block) => ({ ...block, file })),
);

/** What a reader may be told to type besides npm and curl; nothing about these is checked. */
const unchecked = new Set(["cd", "git", "newsboat", "node", "npx"]);

describe("a command in a README", () => {
  const commands = blocks
    .filter(({ language }) => ["sh", "bash", "shell"].includes(language))
    .flatMap(({ file, line, code }) =>
      shellCommands(code).map((words) => ({ at: `${file}:${line}`, words })),
    );

  test.each(commands)("$at: $words.0 $words.1 works", ({ words: [name = "", ...args] }) => {
    if (name === "npm") checkNpm(args);
    else if (name === "curl") checkCurl(args);
    else expect([...unchecked]).toContain(name);
  });

  test("is npm start, which is where every reader begins", () => {
    expect(commands.map(({ words }) => words.join(" "))).toContain("npm start");
  });
});

function checkNpm(args: string[]): void {
  const [first = "", second = ""] = args;
  if (["install", "i", "add"].includes(first)) return;
  expect(Object.keys(scripts)).toContain(first === "run" ? second : first);
}

function checkCurl(args: string[]): void {
  const url = args
    .map((arg) => arg.match(/^https?:\/\/\S+$/)?.[0])
    .find((found) => found !== undefined);
  expect(url, "curl has an address").toBeDefined();
  const data = args.findIndex((arg) => ["-d", "--data", "--data-raw", "--json"].includes(arg));
  if (data === -1) return;
  const body: unknown = JSON.parse(args[data + 1] ?? "");
  if (url?.endsWith("/adapter/actions"))
    expect(AdapterActionRequest.safeParse(body).error).toBeUndefined();
}

test("the TypeScript of every README passes the type check of its package", async () => {
  const files = blocks
    .filter(({ language }) => ["ts", "typescript"].includes(language))
    .map(({ file, line, code }) => {
      // Inside the package's node_modules, so that imports resolve as they do for the package.
      const target = path.join(
        root,
        path.dirname(file),
        "node_modules/.cache/readme",
        `line-${line}.ts`,
      );
      return { target, code: `${code}\nexport {};\n` };
    });
  const project = path.join(root, "node_modules/.cache/readme/tsconfig.json");
  onTestFinished(() => {
    for (const target of [project, ...files.map((file) => file.target)])
      rmSync(target, { force: true });
  });
  for (const { target, code } of files) write(target, code);
  write(
    project,
    JSON.stringify({
      extends: path.join(root, "tsconfig.json"),
      include: [],
      files: files.map(({ target }) => target),
    }),
  );

  const output = files.length === 0 ? "" : await typeCheck(project);
  expect(output).toBe("");
}, 60_000);

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

async function typeCheck(project: string): Promise<string> {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [tsc, "-p", project]);
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test("the README of the repository has at most 100 lines", () => {
  expect(
    readFileSync(path.join(root, "README.md"), "utf8").trimEnd().split("\n").length,
  ).toBeLessThanOrEqual(100);
});
