/** Marker shapes: one per class, so that color is not the only difference. */

/** Paths of similar area around the origin, for both SVG and canvas. */
const shapes: readonly string[] = [
  'M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0z',
  'M-0.9,-0.9H0.9V0.9H-0.9z',
  'M0,-1.25L1.15,0.8H-1.15z',
  'M0,-1.3L1.3,0L0,1.3L-1.3,0z',
  'M-0.4,-1.2H0.4V-0.4H1.2V0.4H0.4V1.2H-0.4V0.4H-1.2V-0.4H-0.4z',
];

/** Theme variables of the classes, without their prefix. */
const colors = ['charts-yellow', 'charts-blue', 'charts-green', 'charts-purple', 'charts-red'];

export function classColor(classIndex: number): string {
  return colors[classIndex % colors.length]!;
}

/** Classes that share a color differ in shape. */
export function pointShape(classIndex: number): string {
  return shapes[(classIndex + Math.floor(classIndex / colors.length)) % shapes.length]!;
}
