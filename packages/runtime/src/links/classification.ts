import { z } from "zod";

/** Whether the client that asked is a program that looks at links for somebody. */
export const ScannerClassification = z.enum([
  "none",
  "suspected",
  "likely",
  "confirmed",
  "unknown",
]);
export type ScannerClassification = z.infer<typeof ScannerClassification>;

/** What a request for a tracked link is taken for. None of them says who made it. */
export const LinkClickClassification = z.enum([
  "human_like_click",
  "scanner_click",
  "link_preview_fetch",
  "unverified_click",
  "unknown_click",
]);
export type LinkClickClassification = z.infer<typeof LinkClickClassification>;
