// Generated from golden/xmpp by `npm run generate`. Do not edit.
import type { GoldenTest } from "@underclaim/contract/golden";

export const goldens: readonly GoldenTest[] = [
];
