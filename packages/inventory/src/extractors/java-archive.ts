import { ArchiveRefused, DEFAULT_LIMITS } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { ARCHIVE_SUFFIXES, MAX_ARCHIVES, readArchive } from '../jar/read-archive.ts'

/**
 * Java archives: coordinates from META-INF/maven (also those of shaded packages), otherwise from the manifest and the file
 * name; nested archives as `outer.war!/WEB-INF/lib/inner.jar`. Hashes are those of the archive a package is alone the identity
 * of. Archives with classes that nothing identifies are counted and make the result incomplete.
 */
export default defineExtractor({
  id: 'java-archive',
  title: `Java archives: ${ARCHIVE_SUFFIXES.map((suffix) => suffix.slice(1)).join(', ')}`,
  type: 'maven',
  kind: 'binary',
  suffixes: ARCHIVE_SUFFIXES,
  // Launchers that build tools put beside the sources; they are no dependency and state no version.
  claims: (path) => !path.endsWith('gradle/wrapper/gradle-wrapper.jar'),
  extract(input, out) {
    const unidentified: string[] = []
    const guessed: string[] = []
    try {
      readArchive(input.file, input.path, 0, {
        out,
        budget: { remaining: DEFAULT_LIMITS.inflatedBytes },
        archives: { remaining: MAX_ARCHIVES },
        unidentified,
        guessed,
      })
    } catch (error) {
      if (!(error instanceof ArchiveRefused)) throw error
      out.problem({ code: error.code, detail: error.message })
    }
    if (guessed.length > 0) {
      const detail = `identified by file name and manifest, since they hold no record of their build: ${listed(guessed)}`
      out.problem({ code: 'unsupported-content', effect: 'note', detail })
    }
    if (unidentified.length > 0) {
      out.problem({ code: 'unsupported-content', detail: `nothing tells what these archives are: ${listed(unidentified)}` })
    }
  },
})

function listed(paths: readonly string[]): string {
  return paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more` : '')
}
