import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { IHostedZone } from 'aws-cdk-lib/aws-route53'
import { domainProblem } from './domain.ts'
import { SetupError } from './setup-error.ts'

export interface PublicDomain {
  /** As `hello.example.com`. */
  readonly name: string
  /** Public zone of the name: the record is written there, and the certificate validated by it. */
  readonly hostedZone?: IHostedZone
  /** Needed where there is no `hostedZone`; in the same region. */
  readonly certificate?: ICertificate
}

/** Where customers reach their pages. Neither: the API's own address. */
export interface PublicPlace {
  /** A name of your own for the API. */
  readonly publicDomain?: PublicDomain
  /** An https address of your own that leads to the API, as that of a CDN. */
  readonly publicUrl?: string
}

/** Without a slash at the end. Throws `SetupError` where the two do not fit, or are no address. */
export function publicUrlOf({ publicDomain, publicUrl }: PublicPlace): string | undefined {
  if (publicDomain !== undefined && publicUrl !== undefined)
    throw new SetupError('publicDomain and publicUrl: give one of them.')
  if (publicDomain !== undefined) return `https://${checked(publicDomain).name}`
  if (publicUrl === undefined) return undefined
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== 'https:')
    throw new SetupError(`publicUrl: "${publicUrl}" is not an https address.`)
  return publicUrl.replace(/\/$/, '')
}

function checked(domain: PublicDomain): PublicDomain {
  const problem = domainProblem(domain.name)
  if (problem !== undefined) throw new SetupError(`publicDomain: ${problem}`)
  if (domain.hostedZone === undefined && domain.certificate === undefined)
    throw new SetupError(`publicDomain: ${domain.name} needs a hostedZone, or a certificate of its own.`)
  return domain
}
