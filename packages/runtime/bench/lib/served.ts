import type { FastifyInstance } from "fastify";

/** Listens, tells the parent where, and answers its questions about this process. */
export async function serveBench(
  app: FastifyInstance,
  extra: Readonly<Record<string, () => unknown>> = {},
): Promise<void> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  process.send?.({ port: address.port });
  const questions: Readonly<Record<string, () => unknown>> = {
    rss: process.memoryUsage.rss,
    cpu: cpuMs,
    ...extra,
  };
  process.on("message", (question: string) => {
    void Promise.resolve((questions[question] ?? (() => null))()).then((answer) =>
      process.send?.({ answer }),
    );
  });
  process.on("disconnect", () => process.exit(0));
}

const sum = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** What the process has cost so far, in ms: its main thread, and the others (the writer's, the collector's). */
const cpuMs = (): { main: number; others: number } => {
  const main = sum(process.threadCpuUsage());
  return { main, others: sum(process.cpuUsage()) - main };
};
