/** What readers ask of a feed. */
export type VariantName = "whole" | "gzip" | "unchanged";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** base64 */
  readonly body: string;
}

/** The headers of each request, and our answer to it: what the peer answers, too. */
export type Variants = Readonly<
  Record<VariantName, { readonly asks: Readonly<Record<string, string>>; readonly answer: Answer }>
>;

export const PATH = "/feeds/news/rss.xml";
