// Whoever installed a package sees its documents without the repository around them: a link in them may lead to what is
// installed with them, to a place in the same document, or to the web.
import path from "node:path";

/** Inline links and images, definitions of references (`[x]: …`) and HTML. Angle brackets and titles are not of the target. */
const TARGETS = [
  /\]\(\s*<?([^)\s>]+)/g,
  /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g,
  /\s(?:href|src)\s*=\s*["']?([^"'\s>]+)/gi,
];
const ELSEWHERE = /^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * @param {string} file a Markdown document's path in its package
 * @param {string} text its content
 * @param {readonly string[]} installed paths of all files and folders in the package
 * @returns {{file: string, line: number, target: string}[]} the relative links that lead to none of them
 */
export function strayLinks(file, text, installed) {
  return prose(text).flatMap(({ line, words }) =>
    TARGETS.flatMap((pattern) => [...words.matchAll(pattern)])
      .map(([, target]) => target)
      .filter((target) => !ELSEWHERE.test(target))
      .filter((target) => !installed.includes(placeOf(target, file)))
      .map((target) => ({ file, line, target })),
  );
}

/** An absolute path stays one, and so is nothing that is installed. */
function placeOf(target, file) {
  const [bare] = target.split(/[?#]/);
  const place = path.posix.normalize(path.posix.join(path.posix.dirname(file), unescaped(bare)));
  return bare.startsWith("/") ? bare : place.replace(/\/$/, "");
}

function unescaped(target) {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Lines that are no code, without the code in them. */
function prose(text) {
  const lines = [];
  let fence;
  for (const [index, line] of text.split("\n").entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (fence === undefined) {
      if (mark === undefined) lines.push({ line: index + 1, words: line.replace(/`[^`]*`/g, "") });
      else fence = mark;
    } else if (mark?.startsWith(fence)) fence = undefined;
  }
  return lines;
}
