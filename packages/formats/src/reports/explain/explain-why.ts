import type { Component, Finding } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import { counted, directText, isOpen, placeText, severityText, stepLabel } from '../text/finding-text.ts'
import { printable } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'

/** What `cupel why` knows of one component. */
export interface WhyInput {
  readonly component: Component
  /** Dependency paths, each from a project to the component. */
  readonly paths: readonly (readonly string[])[]
  readonly findings: readonly Finding[]
}

/** Components that an argument of `cupel why` names: by purl, by purl without version, by name, or as `name@version`. */
export function componentsNamed(components: readonly Component[], name: string): readonly Component[] {
  return components.filter(
    (one) => one.purl === name || one.purl.startsWith(`${name}@`) || one.name === name || `${one.name}@${one.version}` === name,
  )
}

/** Why components are in the target: the places that state them and the paths that lead to them. */
export function explainWhy(answers: readonly WhyInput[], options: ReportOptions): string {
  const style = tableStyle(options)
  const blocks = answers.map(({ component, paths, findings }) => {
    const facts = [directText(component.direct), ...component.scopes].filter((one) => one !== '').join(', ')
    const open = findings.filter((one) => one.component === component.purl && isOpen(one))
    return [
      `${style.bold(`${printable(component.name)} ${printable(component.version)}`)}  ${style.dim(facts)}`,
      ...component.evidence.flatMap((one) => indented(`at ${placeText(one)} (${one.kind}, ${printable(one.by)})`, 2, style)),
      ...paths.flatMap((path) => indented(`via ${path.map(stepLabel).join(style.step)}`, 2, style)),
      ...(paths.length === 0 ? indented('no file states what needs it', 2, style) : []),
      ...(open.length === 0
        ? []
        : indented(
            `${counted(open.length, 'open finding')}: ${open.map((one) => `${printable(one.advisory.id)} (${severityText(one)})`).join(', ')}`,
            2,
            style,
          )),
    ].join('\n')
  })
  const text = disarmCommands(`${blocks.join('\n\n')}\n`)
  return options.unicode === false ? asciiOnly(text) : text
}
