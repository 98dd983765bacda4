export type { AuditDisk } from "./audit-files.ts";
export type { AuditReport } from "./audit-verify.ts";
export { machineTime, type MachineTime } from "./machine-time.ts";
export { openStores, type Stores, type StoresOptions } from "./open-stores.ts";
export { PrivateFileError } from "./private-files.ts";
export { writerName } from "./writer.ts";
