/**
 * The same function of a text, which remembers its newest results: what is asked for several times within one step is made
 * once. In memory only, and never more than so many.
 */
export function recent<T extends object | string>(
  make: (text: string) => T,
  most = 256,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    known.set(text, made);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return made;
  };
}
