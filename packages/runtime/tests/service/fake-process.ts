import type { HostProcess } from "../../src/service/index.ts";

type Listener = (...values: never[]) => void;

/** A process whose signals are sent by hand. */
export class FakeProcess implements HostProcess {
  readonly complaints: string[] = [];
  readonly exits: number[] = [];
  attended = false;
  readonly #listeners = new Map<string, Set<Listener>>();

  on(signal: string, listener: Listener): void {
    const known = this.#listeners.get(signal) ?? new Set();
    this.#listeners.set(signal, known.add(listener));
  }

  off(signal: string, listener: Listener): void {
    this.#listeners.get(signal)?.delete(listener);
  }

  onFatal(listener: (error: unknown) => void): () => void {
    this.on("fatal", listener);
    return () => this.off("fatal", listener);
  }

  onOrphaned(listener: () => void): () => void {
    this.on("orphaned", listener);
    return () => this.off("orphaned", listener);
  }

  complain(message: string): void {
    this.complaints.push(message);
  }

  exit(code: number): void {
    this.exits.push(code);
  }

  send(event: string, value?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (value: unknown) => void)(value);
  }

  listening(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
