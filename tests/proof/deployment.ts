/** A CloudFormation template, as far as the proofs read it. */
export interface Template {
  readonly Resources: { readonly [logicalId: string]: Resource }
  readonly Outputs?: {
    readonly [name: string]: { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }
  }
}

export interface Resource {
  readonly Type: string
  readonly Properties?: { readonly [name: string]: unknown }
}

/** The synthesised stacks by name, and where each function of topology.ts is in them. */
export interface Deployment {
  readonly name: string
  readonly templates: { readonly [stack: string]: Template }
  readonly functions: { readonly [name: string]: Place }
}

export interface Place {
  readonly stack: string
  readonly id: string
}

/** A resource where it stands. */
export interface Placed extends Place {
  readonly resource: Resource
}

export function resourceAt({ templates }: Deployment, { stack, id }: Place): Resource {
  const resource = templates[stack]?.Resources[id]
  if (resource === undefined) throw new Error(`there is no ${stack}/${id}`)
  return resource
}

export const resourcesOf = ({ templates }: Deployment, type: string): readonly Placed[] =>
  Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).flatMap(([id, resource]) => (resource.Type === type ? [{ stack, id, resource }] : [])),
  )

export const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is at `path` inside a value; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inside, step) => {
    if (Array.isArray(inside)) return inside[Number(step)]
    return isRecord(inside) ? inside[step] : undefined
  }, value)
}

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]
