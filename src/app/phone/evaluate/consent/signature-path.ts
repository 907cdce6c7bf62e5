/**
 * A signature as SVG path data: `M` to each stroke's start, then relative `l` steps, whole numbers only, so that it is
 * small, markup-free and the same on every screen. Points closer than `STEP_MIN` are skipped.
 */

/** The pad's own coordinates (SVG viewBox), whatever its size on the screen. */
export const PAD_WIDTH = 600;
export const PAD_HEIGHT = 200;
export const PATH_LENGTH_MAX = 8192;
const STEP_MIN = 3;

export interface PadPoint {
  readonly x: number;
  readonly y: number;
}
export type Stroke = readonly PadPoint[];

/** A point of the screen in the pad's whole coordinates, kept inside it. */
export function padPoint(
  client: PadPoint,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): PadPoint {
  const within = (value: number, max: number) => Math.max(0, Math.min(max, Math.round(value)));
  return {
    x: within(((client.x - box.left) / Math.max(1, box.width)) * PAD_WIDTH, PAD_WIDTH),
    y: within(((client.y - box.top) / Math.max(1, box.height)) * PAD_HEIGHT, PAD_HEIGHT),
  };
}

/** @returns the stroke with the point, or the same stroke when the point adds nothing to see. */
export function extend(stroke: Stroke, point: PadPoint): Stroke {
  const last = stroke.at(-1);
  if (last !== undefined && Math.abs(point.x - last.x) + Math.abs(point.y - last.y) < STEP_MIN) return stroke;
  return [...stroke, point];
}

/**
 * @returns path data of all strokes that fit into `PATH_LENGTH_MAX`; what no longer fits is left off, never cut open
 * @example signaturePath([[{ x: 10, y: 20 }, { x: 15, y: 18 }]]) // 'M10 20l5 -2'
 */
export function signaturePath(strokes: readonly Stroke[]): string {
  let path = '';
  for (const stroke of strokes) {
    let last: PadPoint | null = null;
    for (const point of stroke) {
      const piece: string =
        last === null
          ? `M${point.x} ${point.y}${stroke.length === 1 ? 'l1 1' : ''}`
          : `l${point.x - last.x} ${point.y - last.y}`;
      if (path.length + piece.length > PATH_LENGTH_MAX) return path;
      path += piece;
      last = point;
    }
  }
  return path;
}
