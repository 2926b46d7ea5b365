import type { Command } from './command.ts'

const COMMON = [
  '--json            one JSON document on stdout; errors as JSON on stderr',
  '-h, --help        this text',
]

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'The operator’s tool of CRM PRO. Settings come from the environment, see .env.example.',
    '',
    'Usage: crm COMMAND [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'crm COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 not understood.',
    '',
  ].join('\n')
}

export function helpOf({ name, usage, summary, help }: Command): string {
  return [
    `Usage: crm ${name}${usage ? ` ${usage}` : ''}`,
    '',
    summary,
    '',
    ...[...help, ...COMMON].map((line) => `  ${line}`),
    '',
  ].join('\n')
}
