/** How the points of a class are drawn: each class has a shape of its own, so that colour alone tells nothing. */

/** Paths of about the same area around the middle, as SVG and a canvas read them. */
const shapes: readonly string[] = [
  'M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0z',
  'M-0.9,-0.9H0.9V0.9H-0.9z',
  'M0,-1.25L1.15,0.8H-1.15z',
  'M0,-1.3L1.3,0L0,1.3L-1.3,0z',
  'M-0.4,-1.2H0.4V-0.4H1.2V0.4H0.4V1.2H-0.4V0.4H-1.2V-0.4H-0.4z',
];

/** Beyond the last shape the first one comes again. */
export function pointShape(classIndex: number): string {
  return shapes[classIndex % shapes.length]!;
}
