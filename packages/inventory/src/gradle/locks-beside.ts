import type { ExtractInput } from '../extractor.ts'

/** Whose versions lock files in a script's folder keep. */
export interface LocksBeside {
  /** Of the project's own configurations. */
  readonly project: boolean
  /** Of the build's programs: plug-ins and the class path of `buildscript`. */
  readonly build: boolean
}

/** The lock files of Gradle beside a script, in either of their layouts; that of the build's programs says nothing of the project, nor the other way. */
export function locksBeside(input: ExtractInput): LocksBeside {
  const names = input.list('').filter((name) => name.endsWith('gradle.lockfile'))
  const older = input.list('gradle/dependency-locks').filter((name) => name.endsWith('.lockfile'))
  const all = [...names, ...older]
  return {
    project: all.some((name) => !OF_BUILD.test(name)),
    build: all.some((name) => OF_BUILD.test(name)),
  }
}

const OF_BUILD = /^(?:buildscript|settings)-/
