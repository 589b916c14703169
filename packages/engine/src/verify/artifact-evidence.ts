import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Vouch } from '@cupel/model'
import type { Verdict } from '@cupel/provenance'
import { checkEvidence } from './check-evidence.ts'
import type { EvidenceTrust } from './check-evidence.ts'
import type { GivenArtifact } from './given-artifact.ts'
import { jsonTexts, readEvidence } from './read-evidence.ts'

/** Endings of evidence that signing tools put beside an artifact. */
export const BESIDE = ['.sigstore.json', '.sigstore', '.bundle', '.intoto.jsonl', '.intoto.json', '.att', '.provenance.json']
/** Endings of detached signatures: looked at only where a policy can judge them. */
export const SIGNATURES = ['.sig', '.asc', '.minisig', '.p7s']

/** Files with evidence that lie beside an artifact; detached signatures too where asked. */
export function besides({ path }: GivenArtifact, signatures = false): readonly string[] {
  const endings = signatures ? [...BESIDE, ...SIGNATURES] : BESIDE
  return path === null ? [] : endings.map((ending) => path + ending).filter((file) => existsSync(file))
}

export interface CheckInput {
  readonly artifact: GivenArtifact
  readonly trust: EvidenceTrust
  readonly cwd: string
}

/** Verifies every piece of evidence in the files; a file of JSON lines has several. */
export async function checkAll(
  files: readonly string[],
  { artifact, trust, cwd }: CheckInput,
): Promise<readonly Verdict<readonly Vouch[]>[]> {
  const verdicts: Verdict<readonly Vouch[]>[] = []
  for (const file of files) {
    const texts = jsonTexts(readEvidence(file, cwd))
    for (const [at, text] of texts.entries()) {
      const source = `${basename(file)}${texts.length === 1 ? '' : `:${at + 1}`}`
      verdicts.push(await checkEvidence({ text, source, artifact }, trust))
    }
  }
  return verdicts
}
