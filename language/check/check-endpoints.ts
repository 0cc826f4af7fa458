import type { Report } from '../form/problem.ts'
import type { Source } from '../form/read-source.ts'
import type { SettingsSource } from '../form/settings-schema.ts'

/** Why an address is never called. */
export type EndpointFault = 'not-https' | 'credentials-in-url' | 'private-address'

/** Looks at an endpoint's address as the provider that calls it will. */
export type FindEndpointFault = (url: string) => EndpointFault | undefined

/** Endpoints that would refuse every call. */
export function checkEndpoints(
  { value, at }: Source<SettingsSource>,
  findFault: FindEndpointFault,
  report: Report,
): void {
  for (const [name, url] of Object.entries(value.endpoints ?? {})) {
    const fault = findFault(url)
    if (fault === undefined) continue
    const { message, hint } = explain(fault)
    report.error(at(['endpoints', name]), 'endpoint', `\`${name}\` is never called: ${message}`, hint)
  }
}

function explain(fault: EndpointFault): { readonly message: string; readonly hint: string } {
  switch (fault) {
    case 'not-https':
      return { message: 'its address is not encrypted', hint: 'Write `https://`' }
    case 'credentials-in-url':
      return {
        message: 'its address holds a user name or password',
        hint: 'Remove it: every call is signed, which the other side can verify',
      }
    case 'private-address':
      return {
        message: 'its address is not out on the internet',
        hint: 'Write a public name; what `npm start` sends is captured in its mailbox, whatever the address',
      }
  }
}
