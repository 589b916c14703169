import { allowsVersion } from '../text/allows-version.ts'

/**
 * Whether a locked version is one that a constraint means (PEP 440 specifiers, and Poetry's `^`, `~`, `||`). It only chooses
 * between versions that one lock holds of a name: what cannot be compared is met.
 */
export function meetsConstraint(version: string, constraint: string): boolean {
  return allowsVersion('python', constraint, version) !== false
}
