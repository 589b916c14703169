import { createHash } from 'node:crypto'
import type { Tarball, TarballFile } from '@cupel/source'
import { differenceOf } from './content-difference.ts'

/**
 * - `identical`: the same bytes
 * - `stabilised`: the same files; only what packing adds differs (`stabilisers` names it)
 * - `differs`: files differ, are missing, or are only in the published package
 */
export type EquivalenceClass = 'identical' | 'stabilised' | 'differs'

/** What packers write differently without a file being different. */
export type Stabiliser =
  | 'compression'
  | 'gzip-header'
  | 'entry-order'
  | 'folder-entries'
  | 'modification-times'
  | 'permission-bits'
  | 'owners'
  | 'root-folder'
  | 'tar-format'

export interface PackageDifference {
  readonly path: string
  /** `only-published` files came from nowhere in the source: the place where planted code stands. */
  readonly kind: 'only-published' | 'only-rebuilt' | 'content' | 'kind' | 'executable'
  /** One sentence: what differs, or what could explain it. */
  readonly detail: string
  /** First differing line of a text; 0 for others. */
  readonly line: number
  /** Something runs or loads this file: a script, a program, an install hook. */
  readonly runs: boolean
}

export interface PackageComparison {
  readonly class: EquivalenceClass
  readonly stabilisers: readonly Stabiliser[]
  readonly differences: readonly PackageDifference[]
  /** Files compared. */
  readonly files: number
  /** Digest over sorted paths, executable bits and contents: equal exactly when nothing but stabilisers differs. */
  readonly stabilisedDigest: { readonly published: string; readonly rebuilt: string }
}

/** Compares a published package with one that was packed from source, file by file. */
export function comparePackages(
  published: Tarball,
  rebuilt: Tarball,
  { explain = () => '' }: { readonly explain?: (path: string) => string } = {},
): PackageComparison {
  const theirs = named(published.files)
  const ours = named(rebuilt.files)
  const paths = [...new Set([...theirs.keys(), ...ours.keys()])].sort()
  const differences = paths.flatMap((path) => compareFile(path, theirs.get(path), ours.get(path), explain))
  const identical = published.sha256 === rebuilt.sha256
  return {
    class: identical ? 'identical' : differences.length === 0 ? 'stabilised' : 'differs',
    stabilisers: identical ? [] : stabilisersOf(published, rebuilt),
    differences,
    files: paths.length,
    stabilisedDigest: { published: digestOf(theirs), rebuilt: digestOf(ours) },
  }
}

/** npm's packages hold everything in one folder, mostly `package/`, whose name nobody uses. Folders of their own say nothing. */
function named(files: readonly TarballFile[]): ReadonlyMap<string, TarballFile> {
  return new Map(files.filter(({ kind }) => kind !== 'folder').map((file) => [withoutRoot(file.path), file]))
}

function withoutRoot(path: string): string {
  const slash = path.indexOf('/')
  return slash === -1 ? path : path.slice(slash + 1)
}

function compareFile(
  path: string,
  theirs: TarballFile | undefined,
  ours: TarballFile | undefined,
  explain: (path: string) => string,
): readonly PackageDifference[] {
  const runs = canRun(path, theirs ?? ours)
  if (theirs === undefined)
    return [{ path, kind: 'only-rebuilt', detail: 'packed from source, and not in the published package', line: 0, runs }]
  if (ours === undefined) {
    const detail = explain(path) || 'in the published package, and nowhere in the source'
    return [{ path, kind: 'only-published', detail, line: 0, runs }]
  }
  if (theirs.kind !== ours.kind || theirs.target !== ours.target) {
    return [{ path, kind: 'kind', detail: `a ${theirs.kind} in the published package, a ${ours.kind} from source`, line: 0, runs }]
  }
  if (!theirs.bytes.equals(ours.bytes)) return [{ path, kind: 'content', ...differenceOf(theirs.bytes, ours.bytes), runs }]
  // Whether a file is a program is more than a stabiliser: it decides what can be started.
  if (isExecutable(theirs) === isExecutable(ours)) return []
  return [
    {
      path,
      kind: 'executable',
      detail: `${isExecutable(theirs) ? 'a program' : 'no program'} in the published package only`,
      line: 0,
      runs,
    },
  ]
}

function isExecutable({ mode }: TarballFile): boolean {
  return (mode & 0o111) !== 0
}

function canRun(path: string, file: TarballFile | undefined): boolean {
  return (
    /\.(?:[cm]?js|jsx|ts|node|wasm|sh|ps1|bat|cmd|exe|dll|so|dylib|py|rb)$|(?:^|\/)(?:package\.json|binding\.gyp)$/.test(path) ||
    (file !== undefined && isExecutable(file))
  )
}

function stabilisersOf(published: Tarball, rebuilt: Tarball): readonly Stabiliser[] {
  const found: Stabiliser[] = []
  const pairs = paired(published, rebuilt)
  const folders = ({ files }: Tarball): number => files.filter(({ kind }) => kind === 'folder').length
  const order = ({ files }: Tarball): string =>
    files
      .filter(({ kind }) => kind !== 'folder')
      .map(({ path }) => withoutRoot(path))
      .join('\n')
  const root = ({ files }: Tarball): string => files[0]?.path.split('/')[0] ?? ''
  if (JSON.stringify(published.gzip) !== JSON.stringify(rebuilt.gzip)) found.push('gzip-header')
  if (published.tarSha256 === rebuilt.tarSha256) return [...found, 'compression']
  if (order(published) !== order(rebuilt)) found.push('entry-order')
  if (folders(published) !== folders(rebuilt)) found.push('folder-entries')
  if (root(published) !== root(rebuilt)) found.push('root-folder')
  if (pairs.some(([a, b]) => a.mtime !== b.mtime)) found.push('modification-times')
  if (pairs.some(([a, b]) => a.mode !== b.mode)) found.push('permission-bits')
  if (pairs.some(([a, b]) => a.owner !== b.owner)) found.push('owners')
  return found.length > 0 ? found : ['tar-format']
}

function paired(published: Tarball, rebuilt: Tarball): readonly (readonly [TarballFile, TarballFile])[] {
  const ours = named(rebuilt.files)
  return [...named(published.files)].flatMap(([path, file]) => {
    const other = ours.get(path)
    return other === undefined ? [] : [[file, other] as const]
  })
}

function digestOf(files: ReadonlyMap<string, TarballFile>): string {
  const digest = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, file]) => JSON.stringify([path, file.kind, file.target, isExecutable(file), digest(file.bytes)]))
  return digest(lines.join('\n'))
}
