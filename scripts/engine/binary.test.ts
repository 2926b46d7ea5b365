import { describe, expect, it } from 'vitest'
import { parseVersion } from './binary.ts'

describe('what a database server says of itself', () => {
  it.each([
    [
      'mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)',
      { kind: 'mariadb', version: '10.11.19' },
    ],
    [
      '/opt/homebrew/bin/mariadbd  Ver 12.1.2-MariaDB for osx10.20 on arm64 (Homebrew)',
      { kind: 'mariadb', version: '12.1.2' },
    ],
    ['mysqld  Ver 9.7.4-1 for Linux on x86_64 ((Debian))', { kind: 'mysql', version: '9.7.4' }],
    [
      '/usr/sbin/mysqld  Ver 8.0.41-0ubuntu0.24.04.1 for Linux on x86_64 ((Ubuntu))',
      { kind: 'mysql', version: '8.0.41' },
    ],
  ])('%s', (text, identity) => {
    expect(parseVersion(text)).toEqual(identity)
  })

  it.each([
    'mysqld  Ver 5.7.44 for Linux on x86_64',
    'mariadbd  Ver 10.5.29-MariaDB for Linux on x86_64',
    'command not found',
  ])('is of no use without SKIP LOCKED: %s', (text) => {
    expect(parseVersion(text)).toBeNull()
  })
})
