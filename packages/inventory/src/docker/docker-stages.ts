import type { DockerInstruction } from './dockerfile-lines.ts'
import { expandVariables } from './expand-variables.ts'

/** A place where a Dockerfile names an image. */
export interface DockerImageUse {
  /** As written, with what is known of its variables; null when a variable has no value. */
  readonly reference: string | null
  readonly written: string
  readonly line: number
  /** Whether what is built ends up with files of it; otherwise it only helps to build. */
  readonly shipped: boolean
}

interface Stage {
  readonly name: string
  readonly base: { readonly stages: readonly number[] } | { readonly image: Named }
  readonly copies: Named[]
  readonly uses: Set<number>
}

interface Named {
  readonly reference: string | null
  readonly written: string
  readonly line: number
}

const FROM = /^(?:--\w[\w-]*=\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?$/i
const ARG = /^([A-Za-z_]\w*)(?:=(.*))?$/
/** `COPY --from=…`, and `RUN --mount=…,from=…`. */
const OTHER = /(?:^|\s)--(?:from=|mount=\S*?\bfrom=)([^\s,]+)/g

/**
 * The images that the stages of a Dockerfile are built from or copy out of. A stage that no other stage uses is a result, and so are those
 * that it is built upon. The line of an instruction that is no FROM of a known form goes to `unknown`.
 */
export function dockerImageUses(
  instructions: readonly DockerInstruction[],
  unknown: (what: string, line: number) => void,
): readonly DockerImageUse[] {
  const stages: Stage[] = []
  const globals = new Map<string, string>()
  /** Stages that a name means: the last of that name, or all that begin so where the rest is a variable. */
  function stagesOf(reference: string | null, written: string): readonly number[] {
    const name = (reference ?? written.slice(0, written.indexOf('$'))).toLowerCase()
    if (reference === null) return name === '' ? [] : stages.flatMap((stage, at) => (stage.name.startsWith(name) ? [at] : []))
    const at = stages.findLastIndex((stage) => stage.name !== '' && stage.name === name)
    return at < 0 ? [] : [at]
  }
  for (const { word, rest, line } of instructions) {
    const stage = stages.at(-1)
    if (word === 'ARG' && stage === undefined) addArgument(rest, globals)
    else if (word === 'FROM') {
      const [, written, name = ''] = FROM.exec(rest) ?? []
      if (written === undefined) unknown(`FROM ${rest}`, line)
      else {
        const reference = expandVariables(unquoted(written), globals)
        const known = stagesOf(reference, written)
        const base = known.length === 0 ? { image: { reference, written, line } } : { stages: known }
        stages.push({ name: name.toLowerCase(), base, copies: [], uses: new Set() })
      }
    } else if (stage !== undefined && (word === 'COPY' || word === 'RUN' || word === 'ADD')) {
      for (const [, written = ''] of rest.matchAll(OTHER)) {
        const reference = expandVariables(unquoted(written), globals)
        const known = stages[Number(reference ?? 'none')] === undefined ? stagesOf(reference, written) : [Number(reference)]
        for (const at of known) stage.uses.add(at)
        if (known.length === 0) stage.copies.push({ reference, written, line })
      }
    }
  }
  const shipped = shippedStages(stages)
  return stages.flatMap(({ base, copies }, at) =>
    [...('image' in base ? [base.image] : []), ...copies].map((named) => ({ ...named, shipped: shipped.has(at) })),
  )
}

function shippedStages(stages: readonly Stage[]): ReadonlySet<number> {
  const used = new Set(stages.flatMap(({ base, uses }) => [...uses, ...('stages' in base ? base.stages : [])]))
  const shipped = new Set<number>()
  for (let at = stages.length - 1; at >= 0; at--) {
    const base = stages[at]?.base
    if (!used.has(at)) shipped.add(at)
    if (shipped.has(at) && base !== undefined && 'stages' in base) for (const below of base.stages) shipped.add(below)
  }
  return shipped
}

function addArgument(rest: string, values: Map<string, string>): void {
  for (const word of rest.split(/\s+/)) {
    const [, name = '', value] = ARG.exec(word) ?? []
    const expanded = value === undefined ? null : expandVariables(unquoted(value), values)
    if (name !== '' && expanded !== null) values.set(name, expanded)
  }
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}
