/** node:readline over the file: counts lines. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import process from "node:process";

const { file } = JSON.parse(process.argv[2] ?? "{}") as { file: string };

process.on("message", () => {
  const began = performance.now();
  let lines = 0;
  const reader = createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  reader.on("line", () => {
    lines += 1;
  });
  reader.on("close", () => {
    process.send?.({ answer: { lines, seconds: (performance.now() - began) / 1_000, marks: [] } });
  });
});
process.once("disconnect", () => process.exit());
process.send?.({ port: 0 });
