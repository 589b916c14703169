export interface SessionCookie {
  readonly name: string
  readonly options: {
    readonly path: '/'
    readonly httpOnly: true
    readonly sameSite: 'lax'
    readonly secure: boolean
  }
}

/** How the session is kept in a browser. Over https its name binds it to this host (RFC 6265bis §4.1.3.2). */
export function sessionCookie(origin: string): SessionCookie {
  const secure = origin.startsWith('https:')
  return { name: secure ? '__Host-cupel' : 'cupel', options: { path: '/', httpOnly: true, sameSite: 'lax', secure } }
}

/** The cookie that ties the steps of one log-in together; gone after some minutes. */
export function attemptCookie(origin: string): SessionCookie {
  const { name, options } = sessionCookie(origin)
  return { name: `${name}-attempt`, options }
}
