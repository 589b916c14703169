import { documentedFinding } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

const FILES =
  /^(?:(?:docs?|documentation|website|man|doc|api)\/.{0,150}(?:api|reference|cli|commands?|options|configuration|manpage|man|openapi|swagger)\b.{0,80}\.(?:md|mdx|rst|adoc|txt)|(?:api|reference|cli|usage)\.(?:md|rst|adoc|txt))$/i
const HEADINGS =
  /^(?:\d+[.)]?\s*)?(?:api(?: (?:reference|documentation|docs|notes|overview))?|(?:api |command[- ]line |cli |configuration )?reference(?: (?:manual|guide))?|(?:command[- ]line |cli |available |all )?(?:options|arguments|flags|parameters|commands)|configuration|interface|methods|functions|(?:inputs?|outputs?)|rest api|endpoints?)$/i

export default defineProbe({
  id: 'documentsInterface',
  title: 'Is the external interface described (input, output, API)?',
  remediation: {
    text: 'Generate an API reference, or write one: every command, option and function a user may call, with input and output',
    effort: 'medium',
  },
  run(facts) {
    const name = facts.project.name
      .slice(facts.project.name.lastIndexOf('/') + 1)
      .replace(/[^\w.-]/g, '')
      .replaceAll('.', '\\.')
    // A site of generated references counts for this project's own pages only.
    const site = new RegExp(
      `https://(?:docs\\.rs|pkg\\.go\\.dev|godoc\\.org|(?:www\\.)?rubydoc\\.info|hexdocs\\.pm|javadoc\\.io|metacpan\\.org)/[^\\s)"']{0,200}\\b${name}\\b`,
      'i',
    )
    return documentedFinding(facts, 'a reference of its interface', {
      files: FILES,
      headings: HEADINGS,
      statements: name.length > 1 ? [site] : [],
      roles: ['readme', 'install', 'other'],
      minWords: 15,
    })
  },
})
