/** The slots of the layers, and the lines between them. */

/** An entry of a layer: an item, or a bundle of links from one source that pass through. */
export interface Slot {
  readonly layer: number;
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** Vertical position before an edit; undefined for a new slot. */
  readonly previousY: number | undefined;
  /** Lines to slots of the previous and the next layer. */
  readonly before: SlotLink[];
  readonly after: SlotLink[];
  /** Vertical position of the top edge. */
  y: number;
}

/** Distances from the top edges of two slots to the ends of a line between them. */
export interface SlotLink {
  readonly to: Slot;
  readonly ownY: number;
  readonly otherY: number;
}
