import { redact } from '@cupel/model'
import { ReadFailed } from '../tree.ts'

/** git is not there, refused, took too long or said too much. The message holds no secrets and no control characters. */
export class GitFailed extends ReadFailed {
  override readonly name = 'GitFailed'

  constructor(message: string) {
    super(redact(printable(message)).slice(0, 500))
  }
}

function printable(text: string): string {
  return Array.from(text, (char) => (char < ' ' || char === '\u007f' ? ' ' : char)).join('')
}
