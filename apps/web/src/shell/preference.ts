import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function read(key: string): string | null {
  try {
    return localStorage.getItem(`cupel.${key}`)
  } catch {
    return null
  }
}

/** What a person chose, on this device: survives the tab, needs no account; without storage it lasts as long as the page. */
export function usePreference(key: string, otherwise: string): readonly [string, (value: string) => void] {
  const value = useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => memory.get(key) ?? read(key) ?? otherwise,
  )
  return [value, (next) => keepPreference(key, next)]
}

const memory = new Map<string, string>()

export function keepPreference(key: string, value: string): void {
  memory.set(key, value)
  try {
    localStorage.setItem(`cupel.${key}`, value)
  } catch {
    // Storage switched off: kept for this page only.
  }
  for (const changed of listeners) changed()
}

export function keptPreference(key: string): string | null {
  return memory.get(key) ?? read(key)
}
