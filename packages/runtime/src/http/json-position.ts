/** Where a text stops being JSON: its offset, or null where it is JSON. Says nothing about what stands there. */
export function jsonErrorOffset(text: string): number | null {
  const tokens = new RegExp(TOKEN, "y");
  const whitespace = /[ \t\n\r]*/y;
  const open: ("{" | "[")[] = [];
  let at = 0;
  let expect: Expectation = "value";

  for (;;) {
    whitespace.lastIndex = at;
    whitespace.exec(text);
    at = whitespace.lastIndex;
    if (at >= text.length) return expect === "end" ? null : at;
    tokens.lastIndex = at;
    const token = tokens.exec(text)?.[0];
    const next: Expectation | null = token === undefined ? null : follow(expect, token, open);
    if (token === undefined || next === null) return at;
    expect = next;
    at += token.length;
  }
}

const TOKEN = String.raw`[{}\[\]:,]|"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`;

type Expectation =
  | "value"
  | "first value or ]"
  | "first key or }"
  | "key"
  | "colon"
  | "comma or }"
  | "comma or ]"
  | "end";

/** @returns what may follow, or null where the token may not stand here. Keeps `open` up to date. */
function follow(expect: Expectation, token: string, open: ("{" | "[")[]): Expectation | null {
  const afterValue = (): Expectation => {
    const inside = open.at(-1);
    return inside === undefined ? "end" : inside === "{" ? "comma or }" : "comma or ]";
  };
  const close = (): Expectation => {
    open.pop();
    return afterValue();
  };
  const isText = token.startsWith('"');
  switch (expect) {
    case "first value or ]":
      if (token === "]") return close();
      return follow("value", token, open);
    case "value":
      if (token === "{") {
        open.push("{");
        return "first key or }";
      }
      if (token === "[") {
        open.push("[");
        return "first value or ]";
      }
      return /^[}\]:,]$/.test(token) ? null : afterValue();
    case "first key or }":
      if (token === "}") return close();
      return isText ? "colon" : null;
    case "key":
      return isText ? "colon" : null;
    case "colon":
      return token === ":" ? "value" : null;
    case "comma or }":
      return token === "}" ? close() : token === "," ? "key" : null;
    case "comma or ]":
      return token === "]" ? close() : token === "," ? "value" : null;
    default:
      return null;
  }
}
