/** LeNet on 60,000 images of 28 × 28, as many as Fashion-MNIST has, with random pixels. */

import { open } from 'node:fs/promises';
import { join } from 'node:path';

const images = 60_000;
const pixels = 28 * 28;

export const lenet = `data images = safetensors("images.safetensors", "images")
data labels = safetensors("images.safetensors", "labels")
param k1[6, 1, 5, 5] ~ he()
param b1[6, 1, 1] ~ zeros()
param k2[16, 6, 5, 5] ~ he()
param b2[16, 1, 1] ~ zeros()
c1 = max_pool2d(relu(conv2d(images / 255, k1, padding = 2) + b1), size = 2)
c2 = max_pool2d(relu(conv2d(c1, k2) + b2), size = 2)
h1 = relu(dense(reshape(c2, [-1, 400]), 120))
h2 = relu(dense(h1, 84))
logits = dense(h2, 10)
loss L = cross_entropy(logits, labels)
train adam(lr = 0.001, batch = 64, epochs = 1)
`;

/** Writes the file that the model reads, with a byte for each pixel. */
export async function writeImages(folder: string): Promise<void> {
  const tensors = {
    images: { dtype: 'U8', shape: [images, 1, 28, 28], data_offsets: [0, images * pixels] },
    labels: { dtype: 'U8', shape: [images], data_offsets: [images * pixels, images * (pixels + 1)] },
  };
  const json = JSON.stringify(tensors);
  const header = Buffer.from(json.padEnd(8 * Math.ceil(json.length / 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = await open(join(folder, 'images.safetensors'), 'w');
  await file.write(Buffer.concat([length, header]));
  const chunk = Buffer.alloc(1000 * pixels);
  for (let i = 0; i < chunk.length; i++) chunk[i] = (i * 2654435761) >>> 24;
  for (let written = 0; written < images; written += 1000) await file.write(chunk);
  await file.write(Buffer.from(Array.from({ length: images }, (_, i) => i % 10)));
  await file.close();
}
