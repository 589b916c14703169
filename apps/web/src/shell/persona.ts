import type { IconName } from '../parts/icon.tsx'
import { usePreference } from './preference.ts'

export const PERSONAS = ['maintainer', 'chooser', 'lead', 'auditor', 'responder', 'researcher'] as const
export type Persona = (typeof PERSONAS)[number]

export const PERSONA_ICONS: Readonly<Record<Persona, IconName>> = {
  maintainer: 'component',
  chooser: 'compare',
  lead: 'policy',
  auditor: 'evidence',
  responder: 'fire',
  researcher: 'search',
}

/** Whose home is shown: chosen by the person, remembered on the device. */
export function usePersona(): readonly [Persona, (persona: Persona) => void] {
  const [kept, keep] = usePreference('persona', 'lead')
  return [PERSONAS.find((persona) => persona === kept) ?? 'lead', keep]
}
