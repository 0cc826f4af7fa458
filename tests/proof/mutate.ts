import { at, type Deployment, isRecord, type Placed, resourcesOf } from './deployment.ts'

type Mutable = Record<string, unknown>

/** A copy of the deployment with one resource changed: the first of a type that `which` takes. */
export function changed(
  deployment: Deployment,
  type: string,
  which: (placed: Placed) => boolean,
  change: (properties: Mutable) => void,
): Deployment {
  const copy: Deployment = structuredClone(deployment)
  const found = resourcesOf(copy, type).find(which)
  if (found === undefined || !isRecord(found.resource.Properties)) throw new Error(`nothing to change: ${type}`)
  // The copy is ours alone.
  change(found.resource.Properties as Mutable)
  return copy
}

/** Puts `value` at `path`, which must hold something else by now; undefined takes away what is there. */
export function put(properties: Mutable, path: readonly (string | number)[], value: unknown): void {
  const parent = at(properties, ...path.slice(0, -1))
  const last = path.at(-1)
  if (typeof parent !== 'object' || parent === null || last === undefined)
    throw new Error(`nothing is at ${path.join('.')}`)
  if (JSON.stringify(Reflect.get(parent, last)) === JSON.stringify(value))
    throw new Error(`${path.join('.')} is that already`)
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else Reflect.set(parent, last, value)
}
