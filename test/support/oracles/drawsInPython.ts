/**
 * The numbers of random nodes in Python, from the published algorithms: MurmurHash3 (A. Appleby) over the UTF-16 units of a
 * text makes seeds, xoroshiro128+ (D. Blackman and S. Vigna, 2018) random bits, and Marsaglia's polar method normal numbers.
 * `normal('eps', count, seed, step)` and `uniform` return those of the node `eps` in a step of training; `uniforms` yields those behind
 * the `count`-th node of a name, such as that of a step of a block. The step of a model that is not being trained is 0.
 */
export const drawsInPython = `
import math

def murmur(text, seed):
    mask, rotated = 0xffffffff, lambda x, n: (x << n | x >> (32 - n)) & 0xffffffff
    h = seed
    for unit in text.encode('utf-16-le')[::2]:
        k = rotated(unit * 0xcc9e2d51 & mask, 15) * 0x1b873593 & mask
        h = (rotated(h ^ k, 13) * 5 + 0xe6546b64) & mask
    h ^= 4 * len(text)
    h = (h ^ h >> 16) * 0x85ebca6b & mask
    h = (h ^ h >> 13) * 0xc2b2ae35 & mask
    return h ^ h >> 16

def uniforms(name, distribution, seed, step, count=1):
    stream = f'{murmur(f"{seed} {name} {count}", 0)} {distribution} {step}'
    high0, low0, high1, low1 = (murmur(stream, lane) for lane in range(4))
    mask, rotated = (1 << 64) - 1, lambda x, n: (x << n | x >> (64 - n)) & ((1 << 64) - 1)
    s0, s1 = high0 << 32 | low0, high1 << 32 | low1
    def bits(n):
        nonlocal s0, s1
        out = (s0 + s1) & ((1 << n) - 1)
        s1 ^= s0
        s0, s1 = rotated(s0, 24) ^ s1 ^ s1 << 16 & mask, rotated(s1, 37)
        return out
    while True:
        yield (bits(26) * 2 ** 27 + bits(27)) / 2 ** 53

def normal(name, count, seed, step):
    random = uniforms(name, 'normal', seed, step)
    numbers = []
    while len(numbers) < count:
        x, y = 2 * next(random) - 1, 2 * next(random) - 1
        square = x * x + y * y
        if 0 < square < 1:
            scale = math.sqrt(-2 * math.log(square) / square)
            numbers += [scale * x, scale * y]
    return numbers[:count]

def uniform(name, count, seed, step):
    random = uniforms(name, 'uniform', seed, step)
    return [next(random) for _ in range(count)]
`;
