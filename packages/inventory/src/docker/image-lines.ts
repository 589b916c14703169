/** An image that a deployment names, as written in one place or put together from its parts. */
export interface StatedImage {
  readonly reference: string
  /** 1-based. */
  readonly line: number
}

export interface ImageLinesOptions {
  /** Of a repository without a tag. */
  readonly version?: string
  /** Line of the file in which the text starts. */
  readonly firstLine?: number
}

const KEY =
  /^([ \t]*(?:-[ \t]+)*)(image|imageTag|repository|registry|tag|digest|sha|pullPolicy|reference|name|newName|newTag):(?:[ \t]+(.*))?$/
const FLOW = /\bimage:[ \t]*\{([^{}]*)\}/

/** Keys of one mapping that concern an image, with their values. */
interface Group {
  readonly indent: number
  readonly line: number
  readonly values: Map<string, string>
}

/**
 * Images in block mappings of YAML, also in templates of it: texts under `image`, alone or with their tag beside; mappings of `registry`,
 * `repository`, `tag` and `digest`, or with a `reference`; and the `newName` and `newTag` of Kustomize. A line scanner: manifests can be
 * large, and a parser takes seconds for what ten keys say. What a template computes (`{{ … }}`) gives nothing.
 */
export function imageLines(text: string, { version = '', firstLine = 1 }: ImageLinesOptions = {}): readonly StatedImage[] {
  const found: StatedImage[] = []
  const open: Group[] = []
  let number = firstLine - 1
  function closeTo(indent: number): void {
    while ((open.at(-1)?.indent ?? -1) > indent) emit(open.pop() as Group)
  }
  function emit({ values, line }: Group): void {
    const reference = referenceOf(values, version)
    if (reference !== '' && !reference.includes('{{')) found.push({ reference, line })
  }
  for (const raw of text.split('\n')) {
    number++
    const row = raw.trimEnd()
    const indent = row.search(/[^ \t]/)
    if (indent < 0 || row[indent] === '#') continue
    if (row.startsWith('---')) {
      closeTo(-1)
      continue
    }
    const [, before, key = '', value = ''] = KEY.exec(row) ?? []
    closeTo(before === undefined ? indent : before.length)
    const flow = FLOW.exec(row)?.[1]
    if (flow !== undefined) emit({ indent, line: number, values: flowValues(flow) })
    if (before === undefined) continue
    const isItem = before.includes('-')
    if (isItem && open.at(-1)?.indent === before.length) emit(open.pop() as Group)
    let group = open.at(-1)
    if (group?.indent !== before.length) open.push((group = { indent: before.length, line: number, values: new Map() }))
    if (key === 'image' || key === 'repository') open[open.length - 1] = group = { ...group, line: number }
    group.values.set(key, plainValue(value))
  }
  closeTo(-1)
  return found.sort((a, b) => a.line - b.line)
}

/** `{ repository: a, tag: "1" }` */
function flowValues(text: string): Map<string, string> {
  return new Map(text.split(',').map((pair) => [pair.slice(0, pair.indexOf(':')).trim(), plainValue(pair.slice(pair.indexOf(':') + 1))]))
}

/** A scalar without its quotes and the comment behind it; anchors are left out. */
function plainValue(written: string): string {
  const text = written.trim().replace(/^&\S+[ \t]+/, '')
  const quoted = /^(["'])(.*?)\1/.exec(text)?.[2]
  const plain = quoted ?? text.replace(/(?:^|[ \t])#.*$/, '').trim()
  return /^(?:~|null|\{.*|\[.*|[|>][+-]?|\*\S+)$/.test(plain) ? '' : plain
}

function referenceOf(values: ReadonlyMap<string, string>, version: string): string {
  const image = values.get('image') ?? ''
  const tag = values.get('imageTag') ?? values.get('tag') ?? ''
  if (image !== '') return tag === '' || /[:@]/.test(image.slice(image.lastIndexOf('/') + 1)) ? image : `${image}:${tag}`
  if (values.has('newTag') || values.has('newName'))
    return joined(values.get('newName') ?? values.get('name') ?? '', values.get('newTag') ?? '', values)
  if (values.has('pullPolicy') && (values.get('reference') ?? '') !== '') return values.get('reference') as string
  const repository = values.get('repository') ?? ''
  if (repository === '' || repository.includes('://')) return ''
  if (!['tag', 'digest', 'sha', 'pullPolicy', 'registry'].some((key) => values.has(key))) return ''
  const registry = values.get('registry') ?? ''
  return joined(registry === '' ? repository : `${registry}/${repository}`, tag, values, version)
}

function joined(name: string, tag: string, values: ReadonlyMap<string, string>, version = ''): string {
  const stated = values.get('digest') ?? values.get('sha') ?? ''
  const digest = stated === '' || stated.includes(':') ? stated : `sha256:${stated}`
  const tagged = tag || (digest === '' ? version : '')
  return name === '' ? '' : `${name}${tagged === '' ? '' : `:${tagged}`}${digest === '' ? '' : `@${digest}`}`
}
