import type { ArchiveProblem } from './archive-refused.ts'
import { memberPath } from './member-path.ts'
import { isZeroBlock, TAR_BLOCK, tarHeader } from './tar-header.ts'

/** One thing a tar holds. A hard link's `target` is the path of another member; a symbolic link's is as written. */
export interface TarMember {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'hardlink'
  readonly target: string
  /** Bytes of data; 0 unless a file. */
  readonly size: number
  /** Place of the data in the tar. */
  readonly offset: number
  /** A file with holes: it is known, but its bytes in the tar are not those of the file. */
  readonly sparse: boolean
}

/** What to do after a header: read `bytes` of extended header and hand them to `extend`, or skip or use that many as data. */
type TarStep =
  | { readonly kind: 'extend'; readonly bytes: number }
  | { readonly kind: 'member'; readonly bytes: number; readonly member: TarMember | null }
  | { readonly kind: 'blank' }
  | { readonly kind: 'end' }

/** The grammar of a tar apart from how its bytes come. */
export interface TarEntries {
  /** `block` is the header block that stands at `offset`. */
  header(block: Buffer, offset: number): TarStep
  extend(data: Buffer): void
  /** The bytes ended at `offset`; `inside` an entry or between two. */
  cut(offset: number, inside: boolean): void
  readonly problems: readonly ArchiveProblem[]
}

const EXTENDED_BYTES = 1 << 20
const KINDS: Readonly<Record<string, TarMember['kind']>> = {
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'link',
  '5': 'folder',
  D: 'folder',
}
/** Places of the flags that say so, in the header of a sparse file and in each block that follows it (GNU tar, tar.h). */
const HOLES_GO_ON = 482
const HOLES_GO_ON_AGAIN = 504
/** Character and block devices, FIFOs, GNU volume labels: known, and nothing to read. */
const NOTHING_TO_READ = new Set(['3', '4', '6', 'V'])

/** Follows the entries of a tar: GNU long names, pax headers (own and global), sparse files refused, names checked. */
export function tarEntries(maxMembers: number): TarEntries {
  const problems: ArchiveProblem[] = []
  const reported = new Set<string>()
  let global: ReadonlyMap<string, string> = new Map()
  let own: ReadonlyMap<string, string> = new Map()
  let longName: string | null = null
  let longTarget: string | null = null
  let extending = ''
  let count = 0
  let blanks = 0
  /** The entry whose map of holes goes on in blocks of its own, which its size does not count. */
  let holed: TarStep | null = null

  function report(code: ArchiveProblem['code'], detail: string, effect: ArchiveProblem['effect'] = 'incomplete'): void {
    if (!reported.has(detail)) problems.push({ code, effect, detail })
    reported.add(detail)
  }

  function member(header: NonNullable<ReturnType<typeof tarHeader>>, size: number, offset: number): TarMember | null {
    const pax = (key: string) => own.get(key) ?? global.get(key)
    const name = own.get('GNU.sparse.name') ?? pax('path') ?? longName ?? header.name
    const sparse = header.type === 'S' || own.has('GNU.sparse.major') || own.has('GNU.sparse.map')
    const kind = header.type === '0' && name.endsWith('/') ? 'folder' : KINDS[header.type]
    if (kind === undefined) {
      if (!NOTHING_TO_READ.has(header.type)) report('unsupported-content', `tar entries of type ${header.type.charCodeAt(0)} were not read`)
      return null
    }
    const path = memberPath(name.startsWith('./') ? name.slice(2) : name)
    const target = pax('linkpath') ?? longTarget ?? header.target
    const hardTarget = kind === 'hardlink' ? memberPath(target.replace(/^\//, '')) : target
    if (path === null || hardTarget === null) {
      if (!/^[./]*$/.test(name) || name.includes('..'))
        report('unsafe-path', 'a tar entry has a name that leaves the archive; it was not read')
      return null
    }
    return { path, kind, target: hardTarget, size: kind === 'file' ? size : 0, offset, sparse }
  }

  return {
    problems,
    header(block, offset) {
      if (holed !== null) {
        const step = holed
        if (block[HOLES_GO_ON_AGAIN] === 0) holed = null
        return block[HOLES_GO_ON_AGAIN] === 0 ? step : { kind: 'blank' }
      }
      if (isZeroBlock(block)) return ++blanks === 2 ? { kind: 'end' } : { kind: 'blank' }
      blanks = 0
      const header = tarHeader(block)
      if (header === null) {
        report('malformed', `no tar header at byte ${offset}; the rest was not read`)
        return { kind: 'end' }
      }
      if ('xgLK'.includes(header.type)) {
        if (header.size > EXTENDED_BYTES) {
          report('limit-exceeded', `an extended tar header of ${header.size} bytes; the rest was not read`)
          return { kind: 'end' }
        }
        extending = header.type
        return { kind: 'extend', bytes: header.size }
      }
      if (++count > maxMembers) {
        report('limit-exceeded', `more than ${maxMembers} tar entries; the rest was not read`)
        return { kind: 'end' }
      }
      const paxSize = Number(own.get('size') ?? global.get('size') ?? header.size)
      const size = Number.isSafeInteger(paxSize) && paxSize >= 0 ? paxSize : header.size
      const kind = KINDS[header.type]
      // Links and folders have no data whatever their size says; GNU's dump folders have.
      const isBare = kind !== undefined && kind !== 'file' && header.type !== 'D'
      const found = member(header, size, offset + TAR_BLOCK)
      own = new Map()
      longName = null
      longTarget = null
      const step: TarStep = { kind: 'member', bytes: isBare ? 0 : size, member: found }
      if (header.type !== 'S' || block[HOLES_GO_ON] === 0) return step
      holed = step
      return { kind: 'blank' }
    },
    extend(data) {
      if (extending === 'L') longName = untilNul(data)
      else if (extending === 'K') longTarget = untilNul(data)
      else if (extending === 'x') own = paxRecords(data)
      else global = new Map([...global, ...paxRecords(data)])
    },
    cut(offset, inside) {
      if (inside) report('malformed', `the tar is cut off at byte ${offset}`)
      else if (count === 0) report('malformed', 'no tar entry')
    },
  }
}

function untilNul(data: Buffer): string {
  const end = data.indexOf(0)
  return data.toString('utf8', 0, end < 0 ? data.length : end)
}

/** `length key=value\n`, the length in bytes and of the whole record (POSIX.1-2017 pax, "pax Extended Header"). */
function paxRecords(data: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < data.length;) {
    const blank = data.indexOf(0x20, at)
    if (blank < 0 || blank - at > 8) break
    const end = at + Number(data.toString('latin1', at, blank))
    const equals = data.indexOf(0x3d, blank)
    if (!(end > blank && end <= data.length) || equals < 0 || equals >= end) break
    records.set(data.toString('utf8', blank + 1, equals), data.toString('utf8', equals + 1, end - 1))
    at = end
  }
  return records
}
