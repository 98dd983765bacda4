import type { Clock } from "@underclaim/runtime";

export interface BirdOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Not used: Bird knows its endpoints, and MessageBird reports by GET. */
  readonly publicUrl: string | null;
}
