import type { Progress } from "./send.ts";

const WIDTH = 30;

/** Drawn over itself on one line. */
export function progressBar(
  file: string,
  { draw, now }: { readonly draw: ((text: string) => void) | null; readonly now: () => number },
): { readonly show: (progress: Progress) => void; readonly end: () => void } {
  const began = now();
  let drawn = false;
  return {
    show({ read, total, sums }) {
      if (draw === null) return;
      const share = total === 0 ? 1 : Math.min(1, read / total);
      const full = Math.round(share * WIDTH);
      const { lines = 0 } = sums;
      const rate = Math.round((lines * 1_000) / Math.max(1, now() - began));
      const bar = "#".repeat(full) + ".".repeat(WIDTH - full);
      const percent = String(Math.floor(share * 100)).padStart(3);
      draw(`\r[${bar}] ${percent}% ${lines} lines, ${rate}/s  ${file}`);
      drawn = true;
    },
    end() {
      if (drawn) draw?.("\n");
    },
  };
}
