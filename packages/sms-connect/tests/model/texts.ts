import fc from "fast-check";

const BASIC = Array.from(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà",
);
export const EXTENSION = Array.from("\f^{}\\[~]|€");
const WIDE = ["ж", "中", "’", "ç", "\t", "\u00a0", "\ufeff", "e\u0301", "\u0e33"];
const CLUSTERS = ["😀", "👨‍👩‍👧", "🇩🇪", "👍🏽", "❤️", "𝒳", "\ud840\udc00"];

/** Bodies around the places where a segment ends: a run that nearly fills some segments, then characters of a set. */
const around = (
  filler: readonly string[],
  characters: readonly string[],
  limits: readonly number[],
) =>
  fc
    .tuple(
      fc.constantFrom(...filler),
      fc.constantFrom(...limits),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.constantFrom(...characters), { maxLength: 12 }),
      fc.array(fc.constantFrom(...characters), { maxLength: 90 }),
    )
    .map(([fill, limit, short, near, rest]) =>
      [fill.repeat(Math.max(0, limit - short)), ...near, ...rest].join(""),
    );

/** Every character is in the GSM alphabet or its extension table. */
export const gsmBody = fc.oneof(
  around(["a", "é"], [...BASIC, ...EXTENSION, ...EXTENSION], [0, 153, 160, 306, 459]),
  fc
    .array(fc.constantFrom(...BASIC, ...EXTENSION, "\r\n"), { maxLength: 500 })
    .map((p) => p.join("")),
);

/** At least one character is not. */
export const wideBody = fc
  .tuple(
    fc.oneof(
      around(["a", "ж"], [...WIDE, ...CLUSTERS, "a", "€", "\r\n"], [0, 67, 70, 134, 201]),
      fc.string({ unit: "grapheme", maxLength: 250 }),
    ),
    fc.constantFrom(...WIDE, ...CLUSTERS),
  )
  .map(([body, character]) => body + character);
