/** A file whose name says that it holds a licence, and the SPDX id that the name carries. */
export interface LicenceFileName {
  readonly path: string
  /** As in the name: `Apache-2.0` of `LICENSE-Apache-2.0.txt`; empty when it names none. */
  readonly id: string
}

const PART = '[0-9A-Za-z]+(?:[-_.]\\d{1,2}[A-Za-z]?){0,5}(?:[_-]?[0-9A-Za-z.])*'
const NAME = new RegExp(`^((${PART})?[-_]?(patents?|copy(?:ing|right)|licen[sc]es?)([-_./])?(${PART})?(\\.?[A-Za-z]+)?)`, 'i')
const DOCUMENT = /\.(?:adoc|asc|docx?|ext|html|markdown|md|rst|txt|xml)/i
const MAX_NAME = 200

/** Reads the name of a top-level file (or one in a top-level folder `LICENSES/`) by Scorecard's rule; null when it is no licence. */
export function licenceFileName(path: string): LicenceFileName | null {
  if (path.length > MAX_NAME) return null
  const match = NAME.exec(path)
  if (match === null) return null
  const [, whole = '', before = '', word = '', joint = '', after = '', tail = ''] = match
  if (path === word) return { path, id: '' }
  let id = before || after
  if (id.toUpperCase() === 'UN') id = 'UNLICENSE'
  let extension = extensionOf(path)
  if (extension.includes(word)) extension = ''
  if (id !== '' && extension !== '') {
    if (extension.includes(id)) id = ''
    else if (id.includes(extension)) {
      if (!DOCUMENT.test(extension) && /\.\d/.test(id)) extension = ''
      else id = id.replaceAll(extension, '')
    } else if (extension !== id && extension !== tail) id += tail
  }
  if (whole !== path) {
    const inFolder = joint === '/'
    return (inFolder || id !== '') && whole + extension === path ? { path, id } : null
  }
  return extension === '' || DOCUMENT.test(extension) ? { path, id } : null
}

function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot === -1 ? '' : name.slice(dot)
}
