/** What only a generator's language has. Variables (`${X}`, `%X%`, `__X__`) stand in the scripts of many a manifest that is none. */
const DIRECTIVES = /\{\{|\{%|<%|<#|^[ \t]*#(?:if|foreach)\b/m

/** What a merge leaves that nobody has finished. */
const CONFLICT = /^(?:<{7}|>{7})(?: |$)/m

/** Whether a text that is not of its format looks like one from which a generator makes such: it stands for no project, and is no fault. */
export function isTemplate(text: string): boolean {
  return DIRECTIVES.test(text) && !CONFLICT.test(text)
}
