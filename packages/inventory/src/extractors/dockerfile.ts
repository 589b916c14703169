import { nameOf } from '@cupel/source'
import { dockerImageUses } from '../docker/docker-stages.ts'
import { installedByCommands } from '../commands/installed-by-command.ts'
import { writeInstalls } from '../commands/write-installs.ts'
import { dockerInstructions } from '../docker/dockerfile-lines.ts'
import { nameBeforeTag } from '../docker/expand-variables.ts'
import { defineExtractor } from '../extractor.ts'
import { imagePackage } from '../npm/action-reference.ts'
import { isAside, isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const NAME = /^(?:[Dd]ockerfile|Containerfile)(?:[-_.][\w.-]*)?$|\.[Dd]ockerfile$/
const PLAIN = /(?:^|\/)(?:Dockerfile|Containerfile)$/
/** Where developers and pipelines work. */
const DEV =
  /(?:^|\/)(?:\.devcontainer|\.github|\.gitlab|\.circleci|\.buildkite|ci)\/|[-_.](?:dev|devel|development|tests?|testing|ci|local|debug|lint|docs?)(?:[-_.][^/]*)?$/i
/** Templates of one, and what belongs to one. */
const NO_DOCKERFILE =
  /\.(?:dockerignore|md|rst|txt|tmpl|tpl|template|erb|j2|jinja2?|mustache|in|py|sh|js|ts|go|rb|ya?ml|json|html|toml|lock)$/
const WORDS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
)

/**
 * Dockerfile and Containerfile (Dockerfile reference): the images that stages are built from (`FROM`) and that files are taken out of
 * (`COPY --from`, `RUN --mount`), by tag or digest. Those of which nothing is in the result are of the scope `build`. What `RUN`
 * installs by name is told: in a version that it states as a component.
 */
export default defineExtractor({
  id: 'dockerfile',
  title: 'Dockerfile, Containerfile: the images they build upon and copy from',
  type: 'docker',
  kind: 'manifest',
  sourceOnly: true,
  suffixes: ['.Dockerfile', '.dockerfile'],
  affixes: [
    ['Dockerfile', ''],
    ['dockerfile', ''],
    ['Containerfile', ''],
  ],
  claims: (path) => NAME.test(nameOf(path)) && !NO_DOCKERFILE.test(path) && !isVendored(path),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    const { instructions, whole } = dockerInstructions(text)
    if (!whole) out.problem({ code: 'malformed', detail: 'a here-document has no end' })
    const stray = instructions.find(({ word }) => !WORDS.has(word))
    // A program that writes Dockerfiles is often named after them.
    if (stray !== undefined && stray === instructions[0] && !PLAIN.test(input.path)) return out.notMine()
    if (stray !== undefined) out.unknown(`${stray.word} ${stray.rest}`, stray.line)
    if (instructions.length > 0 && !instructions.some(({ word }) => word === 'FROM')) {
      if (!PLAIN.test(input.path)) return out.notMine()
      out.unknown('a Dockerfile without FROM', instructions[0]?.line)
    }
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) out.problem({ code: 'malformed', detail: 'control characters in a Dockerfile' })
    const uses = dockerImageUses(instructions, out.unknown)
    out.entries(uses.length)
    for (const { reference, written, line, shipped } of uses) {
      if (reference === 'scratch' || reference === 'scratch:latest') {
        out.skip('empty base (scratch)')
        continue
      }
      const found = imagePackage(reference ?? nameBeforeTag(written))
      const scopes = [isAside(input.path) || DEV.test(input.path) ? 'dev' : shipped ? 'runtime' : 'build'] as const
      if (found !== null) out.component({ ...found, line, scopes, direct: true })
      else {
        out.skip('image named by a variable')
        const effect = scopes[0] === 'runtime' ? 'incomplete' : 'note'
        out.problem({
          code: 'version-unpinned',
          effect,
          line,
          detail: `the image ${written} is told only when it is built`,
          hint: 'give the ARG a default',
        })
      }
    }
    const isDev = isAside(input.path) || DEV.test(input.path)
    const last = instructions.findLastIndex(({ word }) => word === 'FROM')
    const installs = instructions.flatMap(({ word, rest, line }, at) =>
      word !== 'RUN'
        ? []
        : installedByCommands(withoutFlags(rest)).map((one) => ({
            ...one,
            line,
            scope: isDev ? ('dev' as const) : at > last ? ('runtime' as const) : ('build' as const),
          })),
    )
    writeInstalls(installs, out)
    if (instructions.length === 0) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

/** A command, also as a list of words; without the mounts of `RUN`. */
function withoutFlags(rest: string): string {
  const command = rest.replace(/^(?:--\w[\w-]*(?:=\S+)?[ \t]+)*/, '')
  return /^\[[ \t]*"/.test(command)
    ? command
        .replace(/^\[|\]$/g, '')
        .replace(/",[ \t]*"/g, ' ')
        .replaceAll('"', '')
    : command
}
