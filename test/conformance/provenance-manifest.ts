/** One case of the provenance manifest. */
export interface ManifestRow {
  readonly id: string
  readonly suite: string
  readonly files: readonly string[]
  readonly command: string
  readonly expected: string
  readonly why: string
}

/** The rows of manifest.tsv; the first line names the columns. */
export function manifestRows(text: string): readonly ManifestRow[] {
  return text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', suite = '', files = '', command = '', expected = '', why = ''] = line.split('\t')
      return { id, suite, files: files.split(';').filter((file) => file !== ''), command, expected, why }
    })
}
