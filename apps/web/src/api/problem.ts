/** An answer of the API that is not success (RFC 9457), or none at all (`offline`, status 0). */
export class ApiProblem extends Error {
  readonly status: number
  readonly type: string
  readonly fields: Readonly<Record<string, unknown>>

  constructor(status: number, type: string, detail: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(detail)
    this.status = status
    this.type = type
    this.fields = fields
  }
}

/** Reads a refusal; a body that is no problem document (a proxy's page) still gives one by its status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text().catch(() => '')
  const fields = parsed(text)
  const type = typeof fields['type'] === 'string' ? fields['type'].replace(/^urn:cupel:problem:/, '') : `http-${response.status}`
  const detail = typeof fields['detail'] === 'string' ? fields['detail'] : response.statusText
  return new ApiProblem(response.status, type, detail, fields)
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
