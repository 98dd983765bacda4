/** A `points` module that ends the writer's thread in its second transaction. */
let passed = 0;

export default function die(point: string): void {
  if (point === "store.before_commit" && ++passed === 2) process.exit(3);
}
