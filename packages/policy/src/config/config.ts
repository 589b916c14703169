import type { GateTerm } from '../gate/gate.ts'
import type { Waiver } from '../waiver/waiver.ts'

/** Contents of a `cupel.toml`. `null` is "not said", so that a flag or a default can decide. */
export interface Config {
  readonly scan: {
    /** Path patterns that are not walked. */
    readonly exclude: readonly string[]
    /** Ecosystems to look at; empty: all. */
    readonly ecosystems: readonly string[]
    readonly noDev: boolean | null
    readonly offline: boolean | null
    /** Folder of the advisory database, as written. */
    readonly db: string | null
  }
  readonly waivers: readonly Waiver[]
  readonly gate: {
    readonly failOn: readonly GateTerm[] | null
    readonly allowIncomplete: boolean | null
    readonly maxAgeDays: number | null
  }
  /** Where components may come from. */
  readonly trust: {
    /** The trust policy; null: where components come from is not judged. All paths are relative to the configuration file. */
    readonly file: string | null
    /** Files and folders with evidence. */
    readonly evidence: readonly string[]
    readonly trustedRoot: string | null
    readonly registryKeys: string | null
    readonly unlogged: boolean | null
  }
  /** Policy packs that scans are judged by. */
  readonly policy: {
    /** Names of shipped packs, or paths relative to the configuration file. */
    readonly packs: readonly string[]
    /** Files of assessments, verifications and facts, as written. */
    readonly evidence: readonly string[]
    /** Whether a rule that cannot be answered keeps the scan from passing. */
    readonly unknown: 'fail' | 'pass' | null
  }
  readonly vex: {
    /** Files as written; relative to the configuration file. */
    readonly files: readonly string[]
  }
  readonly output: {
    /** `table`, `sarif=out.sarif` … as `--format` takes them. */
    readonly formats: readonly string[]
    readonly colour: 'auto' | 'always' | 'never' | null
  }
}

/** What a project without configuration has. */
export const EMPTY_CONFIG: Config = {
  scan: { exclude: [], ecosystems: [], noDev: null, offline: null, db: null },
  waivers: [],
  gate: { failOn: null, allowIncomplete: null, maxAgeDays: null },
  trust: { file: null, evidence: [], trustedRoot: null, registryKeys: null, unlogged: null },
  policy: { packs: [], evidence: [], unknown: null },
  vex: { files: [] },
  output: { formats: [], colour: null },
}
