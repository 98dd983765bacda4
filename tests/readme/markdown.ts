export interface CodeBlock {
  language: string;
  code: string;
  /** Line of the opening fence, from 1. */
  line: number;
}

/** The fenced code blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: CodeBlock | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^```\s*(\S*)/.exec(line);
    if (open === undefined) {
      if (fence) open = { language: fence[1] ?? "", code: "", line: index + 1 };
    } else if (fence) {
      blocks.push(open);
      open = undefined;
    } else {
      open.code += `${line}\n`;
    }
  }
  if (open !== undefined) throw new Error(`the code block of line ${open.line} is never closed`);
  return blocks;
}

/**
 * The commands of a shell text as lists of words: quotes, backslashes, comments, `|`, `&&` and `;` are understood,
 * substitutions and here-documents are not.
 */
export function shellCommands(text: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  const token =
    /\\\n|\\([^\n])|'([^']*)'|"((?:\\.|[^"\\])*)"|(#[^\n]*)|(\n|\|\||&&|[|;&])|([^\S\n]+)|([^\s])/gs;
  for (const [whole, escaped, single, double, comment, end, space, plain] of text.matchAll(token)) {
    if (end !== undefined) endCommand();
    else if (space !== undefined || whole === "\\\n") endWord();
    else if (comment !== undefined && word === undefined) continue;
    else
      word =
        (word ?? "") +
        (escaped ?? single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? plain ?? whole);
  }
  endCommand();
  return commands;
}
