// What a person is shown before something is sent for them. The body is quoted line by line, and long lines are broken,
// so that nothing in it can look like a line of the prompt, not even where a terminal breaks it.
import type { Recipient } from "./recipient.ts";

export interface PromptFacts extends Recipient {
  readonly body: string;
  /** Whether every message is asked for, not only the first. */
  readonly draft: boolean;
}

const QUOTE = "> ";
/** Of a row that goes on with the line before. */
const GOES_ON = ">… ";
/** Columns of a row, without its mark: fits any usual terminal. */
const ROW = 64;
/** Shows nothing or moves what is shown: written out instead. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

export function promptText({ address, kind, body, draft }: PromptFacts): string {
  const lines = body.split("\n");
  return [
    draft ? "A message was drafted for you. Send it?" : "Send this message for you?",
    `To: ${visible(address)} (${kind === "room" ? "a room: everybody in it reads it" : "one person"})`,
    ...unusual(address),
    draft ? "Every message is asked for." : "The contact has not been released for good.",
    `The whole text, ${count(Array.from(body).length, "character")} in ${count(lines.length, "line")}:`,
    ...lines.flatMap((line) =>
      rows(visible(line)).map((row, index) => `${index === 0 ? QUOTE : GOES_ON}${row}`),
    ),
    "End of the text.",
  ].join("\n");
}

const visible = (text: string): string =>
  text.replaceAll(UNSEEN, (character) =>
    character === "\t" ? "\t" : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );

function rows(line: string): readonly string[] {
  const done: string[] = [];
  let [row, columns] = ["", 0];
  for (const character of line) {
    const width = character === "\t" ? 8 : character >= WIDE ? 2 : 1;
    if (columns + width > ROW) {
      done.push(row);
      [row, columns] = ["", 0];
    }
    row += character;
    columns += width;
  }
  return [...done, row];
}

/** From here on letters may take two columns (Hangul, ideographs, emoji). */
const WIDE = "\u1100";

/** An address may hold letters that look like others. */
function unusual(address: string): readonly string[] {
  const others = Array.from(new Set(Array.from(address).filter((each) => each > "~")));
  return others.length === 0
    ? []
    : [
        `Take care: the address has letters outside ASCII: ${others
          .map(
            (each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
          )
          .join(", ")}.`,
      ];
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;
