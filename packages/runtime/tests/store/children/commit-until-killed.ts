/** Commits in bursts in the folder argv[2] and writes the number of each commit once it resolved. */
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../../src/store/sqlite/index.ts";

const store = await openSqliteStore({
  folder: process.argv[2] ?? "",
  points: new URL("../../../src/testing/store-suite/crash-points.ts", import.meta.url),
});
for (let burst = 0; burst < 200; burst++)
  await Promise.all(
    Array.from({ length: 16 }, async (_, n) => {
      const id = `${burst * 16 + n}`;
      await store.commit("tenant-a", {
        guards: [{ doc: ["d", id], version: 0 }],
        docs: [{ put: ["d", id], text: id }],
        evidence: [
          { id: `${id}/1`, subject: id, text: JSON.stringify(`${id}/1`) },
          { id: `${id}/2`, subject: id, text: JSON.stringify(`${id}/2`) },
        ],
      });
      writeSync(1, `${id}\n`);
    }),
  );
