import type { Component } from '@cupel/model'
import { storedText } from '../store/stored-text.ts'

const MAX_LICENCES = 50
const MAX_LICENCE = 500

/** Licences of a component as they are kept. */
export function storedLicences({ licenses }: Pick<Component, 'licenses'>): readonly string[] {
  return licenses.slice(0, MAX_LICENCES).map((text) => storedText(text.slice(0, MAX_LICENCE)))
}
