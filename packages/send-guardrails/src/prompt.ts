// What a person is shown before something is sent for them. The body is quoted line by line, so that nothing in it can
// look like a line of the prompt.
import type { Recipient } from "./recipient.ts";

export interface PromptFacts extends Recipient {
  readonly body: string;
  /** Whether every message is asked for, not only the first. */
  readonly draft: boolean;
}

const QUOTE = "> ";
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
    ...lines.map((line) => `${QUOTE}${visible(line)}`),
    "End of the text.",
  ].join("\n");
}

const visible = (text: string): string =>
  text.replaceAll(UNSEEN, (character) =>
    character === "\t" ? "\t" : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );

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
