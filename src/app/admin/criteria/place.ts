/** The place of a fault in a criteria set: from the path in the file to steps that can be told in words. */

export interface PlaceStep {
  /** Name of the field in the file. */
  readonly field: string;
  /** In a list: the id of the item, or its number from 1 where it has none. Null: the field is no list. */
  readonly item: string | number | null;
}

/**
 * @param path such as `competencies.0.indicators.2.max`; empty for the whole file
 * @param value the file
 * @returns the steps from the outside to the inside
 */
export function placeSteps(path: string, value: unknown): PlaceStep[] {
  const steps: PlaceStep[] = [];
  let at = value;
  for (const name of path === '' ? [] : path.split('.')) {
    at = memberOf(at, name);
    const last = steps.at(-1);
    if (last !== undefined && last.item === null && /^\d+$/.test(name)) {
      const id = memberOf(at, 'id');
      steps[steps.length - 1] = {
        field: last.field,
        item: typeof id === 'string' && id !== '' ? id : Number(name) + 1,
      };
    } else {
      steps.push({ field: name, item: null });
    }
  }
  return steps;
}

function memberOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
}
