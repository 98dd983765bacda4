import process from "node:process";

export interface Order {
  readonly port: number;
  readonly subscribers: number;
  readonly folder: string;
}

export interface Round {
  readonly seconds: number;
  readonly cpuMs: number;
  readonly rss: number;
  readonly bytes: number;
}

export const CONNECTIONS = 96;

export const orderOf = (): Order => JSON.parse(process.argv[2] ?? "{}") as Order;

/** Answers each question with a round, and ends with the parent. */
export function serveRounds(
  round: () => Promise<Omit<Round, "cpuMs" | "rss">>,
  end: () => Promise<void>,
): void {
  process.on("message", () => {
    const before = process.cpuUsage();
    void round().then((done) => {
      const { user, system } = process.cpuUsage(before);
      const answer: Round = {
        ...done,
        cpuMs: (user + system) / 1_000,
        rss: process.memoryUsage.rss(),
      };
      process.send?.({ answer });
    });
  });
  process.once("disconnect", () => void end().then(() => process.exit()));
  process.send?.({ port: 0 });
}
