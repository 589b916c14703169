declare const CUPEL_VERSION: string | undefined

/** Version of the running bundle; `0.0.0-dev` when the sources run without one. */
export function toolVersion(): string {
  return typeof CUPEL_VERSION === 'undefined' ? '0.0.0-dev' : CUPEL_VERSION
}
