import { readFileSync } from "node:fs";
import { type GoldenTest, loadGolden } from "@underclaim/contract/golden";

export const pigeonText = readFileSync(`${import.meta.dirname}/pigeon.golden.yaml`, "utf8");

/** The sample golden, with some of its fields replaced. */
export function pigeonGolden(changes: Partial<GoldenTest> = {}): GoldenTest {
  return { ...loadGolden(pigeonText, "pigeon.golden.yaml"), ...changes };
}
