import { AdapterActionResult } from "@underclaim/contract";

export const ResultReply = AdapterActionResult;

/** Nothing there, or nothing that this key may see. */
export const notFound = (description: string) => ({
  description,
  contentType: "application/problem+json",
});
