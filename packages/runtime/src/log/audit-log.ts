import type { Audit } from "../engine/audit.ts";
import type { Log } from "./logger.ts";

/** Audit lines are written whatever level the log itself has. */
export const auditLines = (log: Log): Log => log.child({ audit: true }, { level: "info" });

/**
 * The audit log of action execution (AdapterInterfaceSpecification §31): one line per entry, marked `audit: true`.
 */
export function auditLog(log: Log): Audit {
  const lines = auditLines(log);
  return (entry) => lines.info(entry, entry.event);
}
