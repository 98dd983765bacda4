import { readFileSync } from "node:fs";

/** What steady time is made of. Milliseconds. */
export interface MachineTime {
  /** May be set to anything by anybody with the right to. */
  wall(): number;
  /** Since the machine's start, the same for all its processes; never set. */
  sinceBoot(): number;
  /** Another one after each start of the machine; "" where that is not known. */
  boot(): string;
}

export const machineTime: MachineTime = {
  wall: () => Date.now(),
  sinceBoot: () => Number(process.hrtime.bigint() / 1_000_000n),
  boot: () => {
    try {
      return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    } catch {
      return "";
    }
  },
};

export interface SteadyState {
  readonly steady: number;
  readonly wall: number;
  readonly sinceBoot: number;
  readonly boot: string;
}

/**
 * Steady time: within one start of the machine it advances as the monotonic clock does, whatever the wall clock is set to;
 * across a start, by what the wall clock says has passed, and never back.
 */
export function steadied(time: MachineTime, last: SteadyState | null): SteadyState {
  const now = { wall: time.wall(), sinceBoot: time.sinceBoot(), boot: time.boot() };
  if (last === null) return { ...now, steady: 0 };
  const sameStart = now.boot === last.boot && now.sinceBoot >= last.sinceBoot;
  const passed = sameStart ? now.sinceBoot - last.sinceBoot : Math.max(0, now.wall - last.wall);
  return { ...now, steady: last.steady + passed };
}
