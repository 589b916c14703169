import type { YamlText } from './yaml-view.ts'

/** `permissions:` of a workflow or a job. */
export interface WorkflowPermissions {
  /** 1-based. */
  readonly line: number
  /** `read-all`, `write-all` or whatever stands there instead of a mapping. */
  readonly all: YamlText | null
  readonly scopes: readonly { readonly name: string; readonly value: string; readonly line: number }[]
}

export interface WorkflowStep {
  readonly line: number
  readonly id: string
  readonly name: string
  readonly condition: string
  readonly uses: YamlText | null
  readonly run: YamlText | null
  readonly shell: string
  /** Inputs, keys in lower case. */
  readonly with: ReadonlyMap<string, YamlText>
  readonly env: ReadonlyMap<string, YamlText>
}

export interface WorkflowJob {
  readonly id: string
  readonly name: string
  readonly line: number
  readonly condition: string
  readonly permissions: WorkflowPermissions | null
  /** A reusable workflow that the job calls. */
  readonly uses: YamlText | null
  readonly with: ReadonlyMap<string, YamlText>
  readonly env: ReadonlyMap<string, YamlText>
  readonly runsOn: readonly string[]
  /** `matrix.os` and `os` of `matrix.include`. */
  readonly matrixSystems: readonly string[]
  readonly defaultShell: string
  readonly environment: string
  readonly container: YamlText | null
  readonly services: readonly YamlText[]
  readonly steps: readonly WorkflowStep[]
}

/** A GitHub Actions workflow, or a composite action read as a workflow of one job. */
export interface Workflow {
  readonly path: string
  readonly kind: 'workflow' | 'action'
  readonly name: string
  readonly triggers: readonly { readonly name: string; readonly line: number; readonly filters: readonly string[] }[]
  readonly permissions: WorkflowPermissions | null
  readonly env: ReadonlyMap<string, YamlText>
  readonly jobs: readonly WorkflowJob[]
}
