/** Pseudo-random numbers from a seed (mulberry32), so that every run asks the same. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Kind = 'bool' | 'int' | 'uint' | 'double' | 'string' | 'list' | 'map' | 'bytes'

/** Variables of the random expressions, as both engines take them. */
export const RANDOM_VARIABLES = {
  i: ['int', 3n],
  j: ['int', -7n],
  d: ['double', 2.5],
  s: ['string', 'Ünï𝒄ode'],
  t: ['string', 'abc'],
  b: ['bool', true],
  l: ['list(int)', [1n, 2n, 3n]],
  m: [
    'map(string, int)',
    new Map([
      ['abc', 1n],
      ['x', 2n],
    ]),
  ],
} as const

const INTS = ['0', '1', '-1', '2', '7', '100', '9223372036854775807', '-9223372036854775808', '0x10', 'i', 'j']
const UINTS = ['0u', '1u', '3u', '18446744073709551615u']
const DOUBLES = ['0.0', '1.0', '-1.5', '2.5', '1e10', '1e-3', 'd']
const STRINGS = ['""', '"abc"', "'é'", '"a\\nb"', 'r"\\d"', 's', 't']
const BYTES = ['b""', 'b"abc"', "b'\\xff'"]

/** One random expression, mostly of right types. */
export function randomCel(random: () => number, kind: Kind = 'bool', depth = 4): string {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const sub = (of: Kind): string => randomCel(random, of, depth - 1)
  // Now and then another type than wanted: then both must call it an error.
  if (random() < 0.02) return randomCel(random, one(['bool', 'int', 'string', 'double'] as const), depth - 1)
  const leaf = depth <= 0 || random() < 0.15
  switch (kind) {
    case 'bool': {
      if (leaf) return one(['true', 'false', 'b'])
      const of = one(['int', 'double', 'string', 'uint'] as const)
      return one([
        () => `(${sub('bool')} && ${sub('bool')})`,
        () => `(${sub('bool')} || ${sub('bool')})`,
        () => `!${sub('bool')}`,
        () => `(${sub(of)} ${one(['==', '!=', '<', '<=', '>', '>='])} ${sub(of)})`,
        () => `(${sub('int')} ${one(['==', '<', '>='])} ${sub('double')})`,
        () => `(${sub('int')} in ${sub('list')})`,
        () => `(${sub('string')} in ${sub('map')})`,
        () => `${sub('string')}.${one(['contains', 'startsWith', 'endsWith'])}(${sub('string')})`,
        () => `${sub('list')}.${one(['all', 'exists', 'exists_one'])}(x, (x ${one(['<', '==', '>'])} ${sub('int')}))`,
        () => `has({"abc": 1}.${one(['abc', 'x'])})`,
        () => `(${sub('list')} == ${sub('list')})`,
        () => `(${sub('bytes')} ${one(['==', '<'])} ${sub('bytes')})`,
        () => `(${sub('bool')} ? ${sub('bool')} : ${sub('bool')})`,
        () => `("${one(['abc', 'aab', 'xyz'])}".matches("${one(['a+b', '^a', 'z$', '[x-z]{3}', '(ab)?c'])}"))`,
      ])()
    }
    case 'int': {
      if (leaf) return one(INTS)
      return one([
        () => `(${sub('int')} ${one(['+', '-', '*', '/', '%'])} ${sub('int')})`,
        () => `-(${sub('int')})`,
        () => `size(${sub(one(['string', 'list', 'map', 'bytes'] as const))})`,
        () => `int(${sub(one(['double', 'uint', 'int'] as const))})`,
        () => `(${sub('bool')} ? ${sub('int')} : ${sub('int')})`,
        () => `${sub('list')}[${sub('int')}]`,
        () => `${sub('map')}[${sub('string')}]`,
        () =>
          `timestamp(${one(['0', '1', '"2023-11-14T22:13:20Z"', '"2000-02-29T23:59:59.5-08:00"'])}).${one(['getFullYear', 'getMonth', 'getDayOfWeek', 'getHours', 'getDayOfYear'])}()`,
        () => `duration("${one(['1h', '90m', '-5s', '1.5s'])}").${one(['getHours', 'getMinutes', 'getSeconds'])}()`,
      ])()
    }
    case 'uint':
      return leaf
        ? one(UINTS)
        : one([() => `(${sub('uint')} ${one(['+', '-', '*', '/', '%'])} ${sub('uint')})`, () => `uint(${sub('int')})`])()
    case 'double':
      return leaf
        ? one(DOUBLES)
        : one([() => `(${sub('double')} ${one(['+', '-', '*', '/'])} ${sub('double')})`, () => `double(${sub('int')})`])()
    case 'string': {
      if (leaf) return one(STRINGS)
      return one([
        () => `(${sub('string')} + ${sub('string')})`,
        () => `string(${sub(one(['int', 'bool', 'uint', 'bytes'] as const))})`,
        () => `${sub('string')}.${one(['lowerAscii', 'upperAscii', 'trim'])}()`,
        () => `${sub('string')}.replace(${sub('string')}, ${sub('string')})`,
        () => `${sub('string')}.substring(${one(['0', '1', '2'])})`,
        () => `(${sub('bool')} ? ${sub('string')} : ${sub('string')})`,
      ])()
    }
    case 'list':
      return leaf
        ? one(['[]', '[1]', '[1, 2, 3]', 'l'])
        : one([
            () => `[${sub('int')}, ${sub('int')}]`,
            () => `${sub('list')}.map(x, (x + ${sub('int')}))`,
            () => `${sub('list')}.filter(x, ${sub('bool')})`,
            () => `(${sub('list')} + ${sub('list')})`,
          ])()
    case 'map':
      return leaf ? one(['{}', '{"abc": 1}', 'm']) : `{"abc": ${sub('int')}, "x": ${sub('int')}}`
    case 'bytes':
      return leaf ? one(BYTES) : one([() => `(${sub('bytes')} + ${sub('bytes')})`, () => `bytes(${sub('string')})`])()
  }
}
