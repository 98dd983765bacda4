import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function temporaryFolders(count: number): {
  readonly paths: readonly string[];
  remove(): void;
} {
  const paths = Array.from({ length: count }, () =>
    mkdtempSync(join(tmpdir(), "underclaim-bench-")),
  );
  return {
    paths,
    remove: () => {
      for (const path of paths) rmSync(path, { recursive: true });
    },
  };
}
