import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsInterface',
    title: 'Is the external interface described (input, output, API)?',
    what: 'a reference of its interface',
    remediation: {
      text: 'Generate an API reference, or write one: every command, option and function a user may call, with input and output',
      effort: 'medium',
    },
    files:
      /^(?:(?:docs?|documentation|website|man|doc)\/.{0,150}(?:api|reference|cli|commands?|options|configuration|config|manpage|man)\b.{0,80}\.(?:md|mdx|rst|adoc|txt|yaml|yml|json)|(?:api|reference|cli|usage)\.(?:md|rst|adoc|txt))$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:api\b.*|(?:api |command[- ]line |cli |configuration )?reference\b.*|(?:command[- ]line |cli |available |all )?(?:options|arguments|flags|parameters|commands)$|configuration$|interface\b.*|methods$|functions$|(?:inputs?|outputs?)$|rest api\b.*|endpoints?$)/i,
    statements: [
      /https:\/\/(?:docs\.rs|pkg\.go\.dev|godoc\.org|rubydoc\.info|hexdocs\.pm|javadoc\.io|metacpan\.org\/(?:pod|dist))\//i,
      /\b(?:api|reference) (?:documentation|docs|reference)\b.{0,100}(?:https?:\/\/|\]\()/i,
    ],
    minWords: 15,
  }),
)
