/** The pictures of the walkthrough: examples as the editor and the panel show them, with computed numbers. */
import { join } from 'node:path';
import { readAndEvaluate } from '../../../server/src/node/bp/command.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { examples } from '../../paths.ts';
import { type CardPart, renderCard } from './card.ts';
import { equationsPart, graphPart, playbackPart } from './graph.ts';
import { listingPart } from './listing.ts';
import { lossPart } from './loss.ts';

interface PictureSpec {
  readonly name: string;
  /** Name of the example. */
  readonly model: string;
  /** From top to bottom. */
  readonly parts: (snapshot: EvaluatedSnapshot) => readonly CardPart[];
}

const pictureSpecs: readonly PictureSpec[] = [
  { name: 'forward', model: 'shop', parts: (shop) => [listingPart(shop)] },
  { name: 'graph', model: 'shop', parts: (shop) => [graphPart(shop)] },
  { name: 'chain-rule', model: 'chain-rule', parts: (square) => [playbackPart(square, '∂z/∂w', '∂z/∂x', '∂z/∂y')] },
  { name: 'error', model: 'lesson', parts: (lesson) => [playbackPart(lesson, '∂L/∂(target − f)', '∂L/∂f')] },
  { name: 'multiply', model: 'lesson', parts: (lesson) => [playbackPart(lesson, '∂L/∂q', '∂L/∂z')] },
  { name: 'add', model: 'lesson', parts: (lesson) => [playbackPart(lesson, '∂L/∂x', '∂L/∂y')] },
  { name: 'step', model: 'lesson', parts: (lesson) => [listingPart(lesson), equationsPart(lesson, 'x', 'y', 'z')] },
  { name: 'train', model: 'mini-batch', parts: (batches) => [lossPart(batches)] },
];

export interface RenderedPicture {
  readonly name: string;
  readonly svg: string;
}

export function walkthroughPictures(): Promise<readonly RenderedPicture[]> {
  return Promise.all(
    pictureSpecs.map(async ({ name, model, parts }) => {
      const snapshot = (await readAndEvaluate(join(examples, `${model}.bp`))) as EvaluatedSnapshot;
      return { name, svg: renderCard(`${model}.bp`, parts(snapshot)) };
    }),
  );
}
