import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsFeedback',
    title: 'Do the documents tell how to report bugs and suggest improvements?',
    what: 'a way to give feedback: bug reports or suggestions',
    remediation: {
      text: 'Say in the README or CONTRIBUTING where bugs and suggestions go, with a link to the tracker or list',
      effort: 'low',
    },
    roles: ['readme', 'contributing', 'support', 'security', 'template', 'other'],
    headings:
      /(?:report(?:ing)? (?:a )?(?:bugs?|issues?|problems?|defects?)|bug reports?|^issues?$|feedback|getting help|^(?:getting )?support$|need help|^contact(?: us)?$|^community$|feature requests?|^help$)/i,
    statements: [
      /\b(?:report|file|open|submit|create|raise|find)\w*\b.{0,60}\b(?:issues?|bugs?|problems?|tickets?|defects?)\b.{0,120}(?:https?:\/\/|\]\(|\]\[|<http|@)/i,
      /(?:https?:\/\/|\]\().{0,80}\/issues(?:\/new\b|\/?(?=[\s)\]>\x22\x27?#,.]|$))/i,
      /\bmailing list\b.{0,160}(?:https?:\/\/|@|\]\()/i,
      /\bissue tracker\b/i,
    ],
    minWords: 5,
  }),
)
