/** When a life that is killed begins: at the start of a span in which a repeated PDU counts as one (arrival.ts). */
export const FIRST_LIFE = Date.UTC(2026, 0, 3, 12);
/** In the same span. */
export const LAST_LIFE = FIRST_LIFE + 5 * 60_000;
