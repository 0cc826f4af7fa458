import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** Small values that the host keeps between starts, by name. */
export interface HostSettings {
  get(name: string): string | undefined
  set(name: string, value: string): void
  /** A random secret of 32 bytes (base64url), made at the first start and kept. */
  secret(name: string): string
}

export function hostSettings(database: DatabaseSync): HostSettings {
  const select = database.prepare('SELECT value FROM setting WHERE name = ?')
  const upsert = database.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const get = (name: string): string | undefined => {
    const value = select.get(name)?.value
    return typeof value === 'string' ? value : undefined
  }
  const set = (name: string, value: string): void => {
    upsert.run(name, value)
  }
  const secret = (name: string): string => {
    const known = get(name)
    if (known !== undefined) return known
    const made = randomBytes(32).toString('base64url')
    set(name, made)
    return made
  }
  return { get, set, secret }
}
