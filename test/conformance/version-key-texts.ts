/** Parts that versions of all ecosystems are made of. */
const PIECES = [
  '0 00 1 01 2 9 10 010 175 176 8367 8368 20240101 999999999999999 1000000000000000 99999999999999999999 4294967296 2147483648',
  '. . . - - _ + ~ ^ : ! .. * # % @ ,',
  'a b c m p r v V x alpha beta rc RC pre dev post final ga sp snapshot SNAPSHOT jre',
  '_alpha _rc1 _p2 -r0 -r1 -r01 +build +1 .dev0 .post1 -1 .a .0 .0.1 .0.rc ubuntu1 +deb12u1 el9 ~ab1 _1 ,1 é ÿ þ 😀 \uffff',
]
  .flatMap((line) => line.split(' '))
  .concat(' ', '\0', '2024-01-01T00:00:00', 'T', 'Z', '+02:00', '.5', '-05:00')

const SHAPES: Readonly<Record<string, (random: Random) => string>> = {
  alpm: (random) =>
    `${random.of(['', '', '1:', '0:', ':'])}${soup(random, 4)}${random.of(['1', '01', 'a', 'rc1'])}-${random.of(['1', '2', '1.1', '01', 'a'])}`,
  datetime: (random) =>
    `20${random.of(['23', '24'])}-${random.of(['01-01', '12-31', '02-30'])}T${random.of(['00:00:00', '23:59:60', '12:30:01', '12:00:00'])}${random.of(['', '.5', '.50', '.09', '.090', '.123456789'])}${random.of(['Z', '+02:00', '-05:00', '+00:00'])}`,
  gentoo: (random) =>
    `${numbers(random)}${random.of(['', '', 'a', 'b'])}${random.of(['', '', '_rc', '_rc1', '_p', '_p1', '_alpha_p2', '_beta01'])}${random.of(['', '-r0', '-r1', '-r01'])}`,
  openssl: (random) =>
    `${random.of(['0.9', '1.0', '1.1', '01.1', '2.0', '3.0', '3.10'])}.${random.of(['0', '1', '10', '01'])}${random.of(['', 'a', 'za', 'zh'])}${random.of(['', '', '-alpha1', '-beta2', '-pre10', '-alpha', '+b'])}`,
  maven: (random) =>
    `${numbers(random)}${random.of(['', '-', '.', ''])}${random.of([
      '',
      'rc',
      'RC1',
      'Final',
      'sp',
      'b2',
      'jre8',
      'SNAPSHOT',
      'x',
      'ga',
      'M1',
      '1',
      '0',
      'foo-1',
      'final.x',
      'final.rc',
      'ga.ga.sp',
      'ga-rc',
      'release.a1',
      '0.1',
    ])}`,
}

export interface Random {
  below(limit: number): number
  of<T>(list: readonly T[]): T
}

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)] as T }
}

/** Some of the real versions, then without end: mutants of them, versions of the scheme's shape, of any shape, and of none. */
export function* versionTexts(
  id: string,
  real: readonly string[],
  options: { readonly seed: number; readonly realCount: number },
): Generator<string> {
  const random = randomFrom(options.seed)
  for (let taken = 0; taken < Math.min(options.realCount, real.length); taken++) yield random.of(real)
  const shape = SHAPES[id] ?? shaped
  for (;;) {
    yield shape(random)
    yield shaped(random)
    yield soup(random, 7)
    yield mutant(random, real.length > 0 ? random.of(real) : shape(random))
  }
}

function numbers(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.of(['0', '0', '1', '2', '10', '01', '00', '200', '20240101'])).join('.')
}

function shaped(random: Random): string {
  return numbers(random) + soup(random, 3)
}

function soup(random: Random, most: number): string {
  return Array.from({ length: random.below(most + 1) }, () => random.of(PIECES)).join('')
}

function mutant(random: Random, version: string): string {
  const at = random.below(version.length + 1)
  return version.slice(0, at) + random.of(PIECES) + version.slice(at + random.below(3))
}
