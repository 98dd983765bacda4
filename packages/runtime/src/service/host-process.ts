import process from "node:process";

export type EndingSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** What a service needs of the process it runs in. Tests bring their own. */
export interface HostProcess {
  on(signal: EndingSignal, listener: () => void): void;
  off(signal: EndingSignal, listener: () => void): void;
  onFatal(listener: (error: unknown) => void): () => void;
  /** Calls back when the launcher is gone; see scripts/bootstrap/follow-parent.mjs for the contract. */
  onOrphaned(listener: () => void): () => void;
  /** Whether a SIGHUP comes from a terminal or launcher that went away, and not from an operator. */
  readonly attended: boolean;
  complain(message: string): void;
  exit(code: number): void;
}

/**
 * The launcher's preload turns a closed IPC channel into SIGTERM and then removes UNDERCLAIM_PARENT_PID; only a
 * launcher without it is watched here.
 */
const followsParent = (): boolean =>
  process.channel !== undefined && process.env.UNDERCLAIM_PARENT_PID === String(process.ppid);

export const hostProcess = (): HostProcess => ({
  on: (signal, listener) => void process.on(signal, listener),
  off: (signal, listener) => void process.off(signal, listener),
  onFatal(listener) {
    process.on("uncaughtException", listener);
    process.on("unhandledRejection", listener);
    return () => {
      process.off("uncaughtException", listener);
      process.off("unhandledRejection", listener);
    };
  },
  onOrphaned(listener) {
    if (!followsParent()) return () => {};
    process.once("disconnect", listener);
    process.channel?.unref();
    return () => void process.off("disconnect", listener);
  },
  attended: process.channel !== undefined || process.stdout.isTTY === true,
  complain: (message) => void process.stderr.write(`underclaim: ${message}\n`),
  exit: (code) => process.exit(code),
});
