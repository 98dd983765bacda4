/**
 * Kills the process, as `kill -9` does, when it passes a named point for the n-th time.
 *
 * @param at `point:n`, such as "dispatch.performed:3"; empty never kills
 */
export function killPoint(at: string): (point: string) => void {
  const [name, count = "1"] = at.split(":");
  let left = Number(count);
  return (point) => {
    if (point === name && --left === 0) process.kill(process.pid, "SIGKILL");
  };
}
