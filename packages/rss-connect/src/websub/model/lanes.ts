// Many tasks, few at once, and no host takes the places of others.

export interface Lanes {
  /** Runs the task as soon as there is a place. A task must not reject. */
  add(host: string, task: () => Promise<void>): void;
  /** Tasks that run or wait. */
  readonly size: () => number;
}

interface HostLane {
  readonly tasks: (() => Promise<void>)[];
  next: number;
  running: number;
}

/** At most `total` at once and `perHost` of one host; hosts take turns. */
export function createLanes(total: number, perHost: number): Lanes {
  const hosts = new Map<string, HostLane>();
  /** Hosts with a task that waits and a place of their own, in turn. */
  const ready: string[] = [];
  let running = 0;
  let size = 0;

  function start(): void {
    while (running < total) {
      const host = ready.shift();
      if (host === undefined) return;
      const lane = hosts.get(host);
      const task = lane?.tasks[lane.next];
      if (lane === undefined || task === undefined) continue;
      lane.next += 1;
      lane.running += 1;
      running += 1;
      if (lane.next < lane.tasks.length && lane.running < perHost) ready.push(host);
      void task().finally(() => ended(host, lane));
    }
  }

  function ended(host: string, lane: HostLane): void {
    lane.running -= 1;
    running -= 1;
    size -= 1;
    if (lane.next === lane.tasks.length) {
      lane.tasks.length = 0;
      lane.next = 0;
      if (lane.running === 0) hosts.delete(host);
    } else if (lane.running === perHost - 1) ready.push(host);
    start();
  }

  return {
    size: () => size,
    add(host, task) {
      const lane = hosts.get(host) ?? { tasks: [], next: 0, running: 0 };
      hosts.set(host, lane);
      const waits = lane.next < lane.tasks.length;
      lane.tasks.push(task);
      size += 1;
      if (!waits && lane.running < perHost) ready.push(host);
      start();
    },
  };
}
