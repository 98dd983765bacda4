// Another process that is in the middle of writing a line: says so, and takes its time.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { auditDisk } from "../../src/node/audit-files.ts";
import { machineTime, openStores } from "../../src/node/index.ts";

const [folder = ""] = process.argv.slice(2);
let half = false;
const stores = openStores({
  stateFolder: join(folder, "state"),
  auditPath: join(folder, "audit/log.jsonl"),
  retentionDays: 90,
  time: machineTime,
  writer: "child",
  timestamp: () => "2026-01-01T00:00:00Z",
  disk: {
    ...auditDisk,
    write(descriptor, bytes) {
      if (half) {
        writeSync(1, "half");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
        return auditDisk.write(descriptor, bytes);
      }
      half = true;
      return auditDisk.write(descriptor, bytes.subarray(0, bytes.length / 2));
    },
  },
});
const [entry] = stores.verify().entries;
if (entry !== undefined) {
  const { seq: _seq, prev: _prev, hash: _hash, ...again } = entry;
  stores.audit.append(again);
}
stores.close();
