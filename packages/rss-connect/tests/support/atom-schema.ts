import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const jing = process.env["UNDERCLAIM_JING"] ?? "";
/** Whether the validator is there; the test set-up installs it where it may. */
export const haveJing = jing !== "" && spawnSync(jing, []).error === undefined;

const schema = join(import.meta.dirname, "../model/schemas/atom.rnc");

/** What the RELAX NG schema of RFC 4287 says against the documents, in one run; empty: all are valid. */
export function againstAtomSchema(documents: readonly Uint8Array[]): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-atom-"));
  try {
    const files = documents.map((bytes, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, bytes);
      return file;
    });
    return execFileSync(jing, ["-c", schema, ...files], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
