import { DockerfileInvalid, parseDockerfile } from '../dockerfile/parse-dockerfile.ts'
import type { DockerInstruction } from '../dockerfile/parse-dockerfile.ts'
import type { Facts } from '../facts/facts.ts'
import { hasCommands } from '../files/has-commands.ts'
import { isTestData } from '../files/is-test-data.ts'
import type { Reading } from '../probe.ts'
import { collectShell } from './collect-shell.ts'
import type { DependencyUse, PinningFault } from './dependency-use.ts'
import { isAnyShellScript } from './shell-files.ts'

interface DockerFound {
  readonly uses: DependencyUse[]
  readonly faults: PinningFault[]
  fatal: PinningFault | null
  readonly reading: Reading
}

/** Base images and the scripts of `RUN` in the tree's Dockerfiles, vendored ones left out. */
export function collectDockerfiles(facts: Facts, reading: Reading): Omit<DockerFound, 'reading'> {
  const found: DockerFound = { uses: [], faults: [], fatal: null, reading }
  for (const path of facts.files.paths) {
    if (!isDockerfileName(path, reading) || isTestData(path) || isVendored(path)) continue
    const text = facts.files.text(path)
    if (text === null) found.faults.push({ path, line: 1, reason: 'the file could not be read' })
    else if (isDockerfile(path, text) && hasCommands(text)) collectDockerfile(path, text, found)
  }
  return found
}

/** Names by which a Dockerfile may go; our reading also knows `Containerfile`. */
function isDockerfileName(path: string, reading: Reading): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return name.includes('dockerfile') || (reading === 'cupel' && name.startsWith('containerfile'))
}

/** Whether a file with such a name can be a Dockerfile: neither source of a language nor a script. */
export function isDockerfile(path: string, text: string): boolean {
  return !/\.(?:go|c|cpp|rs|js|py|pyc|java)$/.test(path) && !isAnyShellScript(path, text)
}

/** Whether the path lies in a folder of code kept for others. */
export function isVendored(path: string): boolean {
  return path
    .toLowerCase()
    .split('/')
    .some((part) => part === 'vendor' || part === 'third_party')
}

/** Parts of a name that say "this is filled in before use". */
function isTemplate(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return name.split(/[.\-_]/).some((part) => part === 'template' || part === 'tmpl' || part === 'tpl')
}

function collectDockerfile(path: string, text: string, found: DockerFound): void {
  try {
    const instructions = parseDockerfile(text)
    if (!isTemplate(path)) collectImages(path, instructions, found)
    collectRuns(path, instructions, found)
  } catch (error) {
    if (!(error instanceof DockerfileInvalid)) throw error
    const fault = { path, line: error.line, reason: error.message }
    found.faults.push(fault)
    found.fatal ??= fault
  }
}

const DIGEST = /@sha256:(?:[a-f\d]{64}|\$\{.*\})/

function named({ name }: DockerInstruction, wanted: string, reading: Reading): boolean {
  return reading === 'cupel' ? name.toUpperCase() === wanted : name === wanted
}

function collectImages(path: string, instructions: readonly DockerInstruction[], found: DockerFound): void {
  const stages = new Map<string, boolean>()
  const variables = new Map<string, string>()
  for (const instruction of instructions) {
    const { line, endLine, text } = instruction
    if (named(instruction, 'ARG', found.reading)) {
      for (const word of instruction.words) {
        const at = word.indexOf('=')
        if (at > 0) variables.set(word.slice(0, at), word.slice(at + 1).replace(/^(['"])(.*)\1$/, '$2'))
      }
    }
    if (!named(instruction, 'FROM', found.reading)) continue
    const [image = '', as, stage] = instruction.words.map((word) => filled(word, variables))
    const isStage = as?.toLowerCase() === 'as' && stage !== undefined && instruction.words.length === 3
    if (instruction.words.length !== 1 && !isStage)
      throw new DockerfileInvalid('FROM has neither one word nor the form "image AS name"', line)
    const scratch = image.toLowerCase() === 'scratch'
    const known = stages.get(image)
    const pinned = known === true || DIGEST.test(image)
    if (isStage) stages.set(stage, scratch || pinned)
    // In our reading a stage that was counted where it began is not counted again.
    if (scratch || (found.reading === 'cupel' && known !== undefined)) continue
    found.uses.push({ kind: 'containerImage', path, line, endLine, snippet: text.trim(), pinned })
  }
}

function filled(word: string, variables: ReadonlyMap<string, string>): string {
  if (!word.includes('${')) return word
  return word.replace(/\$\{(\w{1,100})\}/g, (whole, name: string) => variables.get(name) ?? whole)
}

function collectRuns(path: string, instructions: readonly DockerInstruction[], found: DockerFound): void {
  const downloaded = new Set<string>()
  for (const instruction of instructions) {
    if (!named(instruction, 'RUN', found.reading)) continue
    let { line } = instruction
    const { uses, faults, reading } = found
    if (instruction.bodies.length > 0) {
      line = instruction.endLine - instruction.bodies.reduce((sum, body) => sum + body.split('\n').length, 0) + 1
      for (const body of instruction.bodies) {
        collectShell({ path, text: body, line }, { uses, faults, downloaded, reading })
        line += body.split('\n').length
      }
      continue
    }
    if (instruction.words.length === 0) throw new DockerfileInvalid('RUN runs nothing', line)
    collectShell({ path, text: instruction.words.join(' '), line }, { uses, faults, downloaded, reading })
  }
}
