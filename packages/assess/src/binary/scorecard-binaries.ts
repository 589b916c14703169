import { reading } from '../facts/reading.ts'
import { fileKinds } from '../files/file-kinds.ts'
import { isTestData } from '../files/is-test-data.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** A file that Scorecard 5 counts as a binary. */
export interface CountedBinary {
  readonly path: string
  /** A Gradle wrapper that a workflow checked on this commit. */
  readonly verified: boolean
}

const MAGIC = new Set(['crx', 'deb', 'dex', 'dey', 'elf', 'exe', 'macho', 'rpm', 'wasm'])
const ENDINGS = new Set(
  'crx deb dex dey elf o a so macho iso class jar bundle dylib lib msi dll drv efi exe ocx pyc pyo par rpm wasm whl'.split(' '),
)

/** By magic number, or by ending where the first bytes are no text; `testdata/` and `src/test/` left out wholly. */
export const scorecardBinaries = reading((facts): readonly CountedBinary[] => {
  const kinds = fileKinds(facts)
  const found: CountedBinary[] = []
  for (const path of facts.files.paths) {
    const kind = kinds.get(path)
    if (kind === undefined || kind.size <= 0 || isTestData(path)) continue
    const name = path.slice(path.lastIndexOf('/') + 1)
    const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : ''
    if (MAGIC.has(kind.magic) || (!kind.text && ENDINGS.has(ending))) found.push({ path, verified: false })
  }
  if (!found.some(({ path }) => isWrapper(path)) || !wrapperChecked(facts)) return found
  return found.map((one) => (isWrapper(one.path) ? { ...one, verified: true } : one))
})

export function isWrapper(path: string): boolean {
  return path === 'gradle-wrapper.jar' || path.endsWith('/gradle-wrapper.jar')
}

/** Whether a workflow with Gradle's wrapper validation ran with success on the assessed commit. */
export const wrapperChecked = reading((facts): boolean => {
  const { successfulRunsOnCommit: runs } = facts.forge
  const validating = workflowsOf(facts).workflows.find(({ jobs }) =>
    jobs.some(({ steps }) =>
      steps.some(({ uses }) => /^gradle\/(?:wrapper-validation-action|actions\/wrapper-validation)@/.test(uses?.value ?? '')),
    ),
  )
  if (validating === undefined || !runs.known) return false
  return runs.value.has(validating.path.slice(validating.path.lastIndexOf('/') + 1))
})
