// One of several processes that reserve at once: says how often it was let.
import { machineTime } from "../../src/node/machine-time.ts";
import { openQuotas } from "../../src/node/quotas.ts";

const [path = "", name = ""] = process.argv.slice(2);
const quotas = openQuotas(path, machineTime);
const limits = { perMinute: 5, perHour: 30, perContactPerHour: 30, cooldownMs: 0 };
let granted = 0;
for (let index = 0; index < 100; index += 1)
  if (quotas.reserve(`${name}${index}`, "ann@example.org", limits).ok) granted += 1;
quotas.close();
process.stdout.write(String(granted));
