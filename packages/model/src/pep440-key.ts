/** The parts of a PEP 440 version that order it. Numbers are digits as written; an empty text is 0. */
export interface Pep440Key {
  readonly epoch: string
  readonly release: readonly string[]
  /** 0: only `.dev`, before all pre-releases; 1 alpha; 2 beta; 3 release candidate; 4: no pre-release. */
  readonly phase: number
  readonly pre: string
  /** null: no post-release. */
  readonly post: string | null
  /** null: no development release. */
  readonly dev: string | null
  readonly local: readonly string[]
}

const PHASES: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 }

/** Grammar of PEP 440 appendix B, in its normalising form; each part can begin in one way only, so it never backtracks far. */
const PATTERN =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/

/** Reads a PEP 440 version; null when it is none. */
export function pep440Key(version: string): Pep440Key | null {
  const match = PATTERN.exec(version.toLowerCase())
  if (match === null) return null
  const [, epoch = '', release = '', phase, pre = '', implicitPost, postWord, post = '', devWord, dev = '', local] = match
  const isPost = implicitPost !== undefined || postWord !== undefined
  const isDev = devWord !== undefined
  return {
    epoch,
    release: release.split('.'),
    phase: phase === undefined ? (isDev && !isPost ? 0 : 4) : (PHASES[phase] ?? 4),
    pre,
    post: isPost ? (implicitPost ?? post) : null,
    dev: isDev ? dev : null,
    local: local === undefined ? [] : local.split(/[-_.]/),
  }
}

/** The normal form of a PEP 440 version ("Normalization"); any other text as it is. */
export function pep440Text(version: string): string {
  const key = pep440Key(version)
  if (key === null) return version
  const epoch = number(key.epoch) === '0' ? '' : `${number(key.epoch)}!`
  const pre = key.phase === 0 || key.phase === 4 ? '' : `${['', 'a', 'b', 'rc'][key.phase]}${number(key.pre)}`
  const post = key.post === null ? '' : `.post${number(key.post)}`
  const dev = key.dev === null ? '' : `.dev${number(key.dev)}`
  const local = key.local.map((part) => (/^\d+$/.test(part) ? number(part) : part)).join('.')
  return epoch + key.release.map(number).join('.') + pre + post + dev + (local === '' ? '' : `+${local}`)
}

function number(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '') || '0'
}
