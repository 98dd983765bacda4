/** The text with a line that says who wrote it; null adds none. What is approved, counted and sent is this whole. */
export const attributed = (body: string, line: string | null): string =>
  line === null ? body : `${body}\n\n${line}`;
