// What a text field with a list of suggestions offers.

export interface Option<Value> {
  value: Value;
  label: string;
  /** Said behind the label, quietly. */
  hint?: string;
}

/** The next index in a list of `count`, stopping at its ends; -1 is none. */
export function stepIndex(active: number, by: 1 | -1, count: number): number {
  if (count === 0) return -1;
  if (active === -1) return by === 1 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, active + by));
}
