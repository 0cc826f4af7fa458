import { Validations } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import type { SecretName } from '#functions/secrets.ts'
import { constructId } from './construct-id.ts'
import type { Standing } from './standing.ts'

/** Generated with the deployment. LINE's token comes from LINE. */
export type OwnSecret = Exclude<SecretName, 'LINE_CHANNEL_ACCESS_TOKEN'>
export const isOwnSecret = (name: SecretName): name is OwnSecret => name !== 'LINE_CHANNEL_ACCESS_TOKEN'
export type OwnSecrets = { readonly [name in OwnSecret]: Secret }

/** Why none of them is rotated by a schedule. */
const KEPT: { readonly [name in OwnSecret]: string } = {
  CUSTOMER_ID_SECRET: 'Key of the customers’ ids: under another one everybody is a stranger.',
  ADDRESS_SECRET: 'Key of the suppressed addresses: under another one nobody is suppressed.',
  LINK_SECRET:
    'Keys of the links in mails on their way: a new one is put in front by hand, and the last one stays until they expire.',
  WEBHOOK_SECRET: 'Shared with the receivers of webhooks: changed by hand, together with them.',
}

export function createSecrets(scope: Construct, key: IKey, { removalPolicy }: Standing): OwnSecrets {
  const create = (name: OwnSecret): Secret => {
    const secret = new Secret(scope, constructId(name.toLowerCase()), {
      description: `Beforehand: ${name}`,
      encryptionKey: key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    })
    Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: KEPT[name] })
    return secret
  }
  return {
    CUSTOMER_ID_SECRET: create('CUSTOMER_ID_SECRET'),
    ADDRESS_SECRET: create('ADDRESS_SECRET'),
    LINK_SECRET: create('LINK_SECRET'),
    WEBHOOK_SECRET: create('WEBHOOK_SECRET'),
  }
}
