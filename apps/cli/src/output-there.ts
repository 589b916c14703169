import { CupelError } from '@cupel/model'

/** A file is there already, and is not replaced unasked. `hint`: what the user can do. */
export function outputThere(file: string, hint: string): CupelError {
  return new CupelError('output-unwritable', `cannot write ${file}: it is there already`, { hint })
}
