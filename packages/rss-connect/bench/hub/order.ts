import process from "node:process";

export interface Order {
  readonly port: number;
  readonly subscribers: number;
  readonly folder: string;
}

export interface Round {
  readonly seconds: number;
  /** Of the whole process, and of its main thread. */
  readonly cpuMs: number;
  readonly mainMs: number;
  readonly rss: number;
  readonly bytes: number;
}

export const CONNECTIONS = 96;

export const orderOf = (): Order => JSON.parse(process.argv[2] ?? "{}") as Order;

/** Answers each question with a round, and ends with the parent. */
export function serveRounds(
  round: () => Promise<Omit<Round, "cpuMs" | "mainMs" | "rss">>,
  end: () => Promise<void>,
): void {
  process.on("message", () => {
    const before = process.cpuUsage();
    const main = process.threadCpuUsage();
    void round().then((done) => {
      const ms = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
      const answer: Round = {
        ...done,
        cpuMs: ms(process.cpuUsage(before)),
        mainMs: ms(process.threadCpuUsage(main)),
        rss: process.memoryUsage.rss(),
      };
      process.send?.({ answer });
    });
  });
  process.once("disconnect", () => void end().then(() => process.exit()));
  process.send?.({ port: 0 });
}
