const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/** What is wrong with a domain's name, in a sentence; undefined where nothing is. */
export function domainProblem(name: string): string | undefined {
  const labels = name.split('.')
  const fine = labels.length > 1 && name.length <= 253 && labels.every((label) => LABEL.test(label))
  return fine ? undefined : `"${name}" is not a domain (as mail.example.com, in small letters).`
}

/** Whether a name is the domain or below it. */
export const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`)
