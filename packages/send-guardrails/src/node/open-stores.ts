// Everything that is kept on disk, opened together, and what a process that ended left open, settled.
import { dirname, join } from "node:path";
import { orphans, settled } from "../audit/orphans.ts";
import { derivedKey } from "../digest.ts";
import type { Audit, Contacts, Messages, Quotas } from "../ports.ts";
import { openAnchor } from "./anchor.ts";
import { AuditBrokenError, auditLog } from "./audit-log.ts";
import type { AuditDisk } from "./audit-files.ts";
import { repairTornTail, verifyAudit, type AuditReport } from "./audit-verify.ts";
import { keyFile } from "./key-file.ts";
import type { MachineTime } from "./machine-time.ts";
import { privateFolder } from "./private-files.ts";
import { openQuotas } from "./quotas.ts";
import { openState } from "./state.ts";
import { writerAlive } from "./writer.ts";

export interface StoresOptions {
  /** Absolute. */
  readonly stateFolder: string;
  readonly auditPath: string;
  readonly retentionDays: number;
  readonly time: MachineTime;
  /** See `writerName`. */
  readonly writer: string;
  /** RFC 3339. */
  timestamp(): string;
  readonly disk?: AuditDisk;
}

export interface Stores {
  readonly messages: Messages;
  readonly contacts: Contacts;
  readonly quotas: Quotas;
  readonly questions: Quotas;
  readonly audit: Audit;
  readonly digestKey: Uint8Array;
  readonly bodyKey: Uint8Array;
  /** For what clients carry and must not change. */
  readonly stateKey: Uint8Array;
  verify(): AuditReport;
  /** Where the unfinished end went; null: there was none. */
  repair(): string | null;
  /** What is wrong with the audit log, as it was found; null: nothing. While something is, nothing can be sent. */
  readonly problem: string | null;
  close(): void;
}

/** Sends whose process is gone without saying what became of them end as unknown, and are not sent again. */
export function openStores(options: StoresOptions): Stores {
  const { stateFolder, auditPath, retentionDays, time, writer, timestamp, disk } = options;
  privateFolder(stateFolder);
  privateFolder(dirname(auditPath));
  const master = keyFile(join(stateFolder, "key"));
  const key = derivedKey(master, "audit chain");
  const anchor = openAnchor(join(stateFolder, "audit-anchor.db"));
  const quotas = openQuotas(join(stateFolder, "quotas.db"), time);
  const questions = openQuotas(join(stateFolder, "questions.db"), time);
  const { messages, contacts, close } = openState(join(stateFolder, "messages.db"));
  const place = { path: auditPath, key, anchor };
  const log = auditLog({ ...place, retentionDays, disk });
  const isAlive = (name: string): boolean => writerAlive(name, writer);
  const { entries, problem } = verifyAudit(place);
  if (problem === null) {
    for (const intent of orphans(entries, isAlive))
      log.append(settled(intent, timestamp(), writer));
    for (const { id, writer: sender } of messages.list(["sending"]))
      if (sender === null || !isAlive(sender))
        messages.move(id, "sending", "unknown", { body: null, detail: "the process ended" });
  }
  const audit: Audit =
    problem === null
      ? log
      : {
          append: () => {
            throw new AuditBrokenError(
              "audit_broken",
              `The audit log is not in order: ${problem}.`,
            );
          },
        };
  return {
    messages,
    contacts,
    quotas,
    questions,
    audit,
    digestKey: derivedKey(master, "message digest"),
    bodyKey: derivedKey(master, "body hash"),
    stateKey: derivedKey(master, "request state"),
    problem,
    verify: () => verifyAudit(place),
    repair: () => repairTornTail(place),
    close() {
      close();
      quotas.close();
      questions.close();
      anchor.close();
    },
  };
}
